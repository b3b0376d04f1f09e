const HOME = '/console/';

/**
 * Where to go after signing in: a page of the console on this origin, or its first. Whoever sends somebody a link to sign in
 * cannot lead them elsewhere by it.
 * @param given of an address: anybody's words
 */
export function nextPath(given: string | null | undefined, origin: string): string {
  // A page of the console is said from the root; no other way to say one is needed.
  if (!given?.startsWith('/') || !URL.canParse(given, origin)) return HOME;
  const url = new URL(given, origin);
  const isPage = url.pathname === '/console' || url.pathname.startsWith(HOME);
  if (url.origin !== origin || !isPage || url.pathname.startsWith(`${HOME}signin`)) return HOME;
  return url.pathname + url.search + url.hash;
}
