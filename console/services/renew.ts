import { readProvider } from './config.ts';
import { askOtherTabs, isExpired, renewed, session } from './session.ts';

/** How long a tab waits for another one that renews, in milliseconds. */
const TURN_MS = 30_000;

let running: Promise<boolean> | undefined;

/** What a call carries: a token that ends soon is renewed before. Without a connection the one that is there may do. */
export async function credentialNow(): Promise<string> {
  const { credential = '', account } = session.value ?? {};
  if (account?.refreshToken && account.renewAt !== undefined && Date.now() >= account.renewAt)
    await renew(credential).catch(() => {});
  return session.value?.credential ?? '';
}

/**
 * Renews a token that Herald does not take any more, or soon will not.
 * @returns whether there is another one, by this tab or by another
 * @throws TypeError or DOMException when nobody says so, for want of a connection
 */
export function renew(stale: string): Promise<boolean> {
  running ??= inTurn(stale).finally(() => (running = undefined));
  return running;
}

/** One tab after the other: a refresh token is often good for one use, and its second one ends the session at the provider. */
function inTurn(stale: string): Promise<boolean> {
  const isNewer = () => session.value !== undefined && session.value.credential !== stale;
  return navigator.locks.request('herald-renewal', { signal: AbortSignal.timeout(TURN_MS) }, async () => {
    if (!isNewer()) await askOtherTabs();
    if (isNewer()) return true;
    const own = session.value;
    if (isExpired.value || !own?.account?.refreshToken) return false;
    const provider = await readProvider();
    const { renewToken } = await import('./oidc.ts');
    const given = await renewToken(provider, own.account.refreshToken);
    // Somebody may have signed out meanwhile.
    if (given && session.value?.id === own.id) renewed(own, given);
    return given !== undefined;
  });
}
