/**
 * The next page of a list, as the page before names it: an address, or a path.
 * @param list the list's own address. @throws Error when the next page is on another host, where the credentials must not go
 */
export function nextPage(named: string, list: string): string {
  const { origin, href } = new URL(named, list);
  if (origin !== new URL(list).origin) throw new Error("Twilio's next page is on another host.");
  return href;
}
