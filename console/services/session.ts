import { computed, signal } from '@preact/signals';

import type { Schemas } from '../../client/src/client.ts';
import type { Given } from './oidc.ts';
import { isSomebodyElse, isTaken, LIKE_SESSION, renewalTime, type Session } from './session-rules.ts';
import { keep, recall } from './storage.ts';

export type Me = Schemas['Me'];
export type Scope = Schemas['Scope'];

const KEY = 'herald.session';
/** In every tab: which session was renewed last, and when; never the token. */
const RENEWED = 'herald.renewed';
/** How long a new tab waits for one that is signed in, in milliseconds. */
const ASK_MS = 200;
/** How often a tab asks for what another one is known to have: a busy tab answers late. */
const ASKS = 50;

type Word = { readonly asks: true } | { readonly session: Session } | { readonly signedOut: true };

/** Who is signed in in this tab; a key or a token is never in an address, and gone with the tab. */
export const session = signal(recall<Session>('sessionStorage', KEY, LIKE_SESSION));
/** Who that is, once Herald has said so. */
export const me = signal<Me | undefined>(undefined);
/** Herald does not take the key or token any more: one signs in over the page, whose work is kept. */
export const isExpired = signal(false);
export const isPractice = computed(() => me.value?.practice === true);

const tabs = new BroadcastChannel('herald-session');
const tell = (word: Word) => tabs.postMessage(word);
tabs.addEventListener('message', ({ data }: MessageEvent<Word>) => {
  const own = session.value;
  if ('asks' in data && own && !isExpired.value) tell({ session: own });
  if ('session' in data && isTaken(own, isExpired.value, data.session)) {
    // What somebody has begun is not finished as somebody else.
    const begins = own && isSomebodyElse(own, data.session);
    take(begins ? data.session : { ...data.session, tenant: own?.tenant ?? data.session.tenant });
    if (begins) location.assign('/console/');
  }
  if ('signedOut' in data) forget();
});

/** @param given a key, or what the identity provider gave */
export function signIn(given: string | Given): void {
  const at = Date.now();
  const id = `${at}-${Math.random()}`;
  const { tenant } = session.value ?? {};
  announce(
    typeof given === 'string' ? { id, at, credential: given, tenant } : { id, at, tenant, ...tokenOf(given, at) },
  );
}

/** The same sign-in goes on with another token, in every tab that has it. */
export function renewed(own: Session, given: Given): void {
  const at = Date.now();
  const { credential, account } = tokenOf(given, at);
  keep('localStorage', RENEWED, renewalOf({ ...own, at }));
  announce({ ...own, at, credential, account: { ...own.account, ...account } });
}

function tokenOf({ credential, account, seconds }: Given, at: number): Pick<Session, 'credential' | 'account'> {
  return { credential, account: { ...account, renewAt: renewalTime(at, seconds) } };
}

function announce(given: Session): void {
  take(given);
  tell({ session: given });
}

/** Which of several tenants this tab is about. */
export function chooseTenant(tenant: string | undefined): void {
  if (session.value) take({ ...session.value, tenant });
}

/** Ends the session in every tab. */
export function signOut(): void {
  tell({ signedOut: true });
  keep('localStorage', RENEWED);
  forget();
}

function take(given: Session): void {
  keep('sessionStorage', KEY, JSON.stringify(given));
  session.value = given;
  isExpired.value = false;
}

function forget(): void {
  keep('sessionStorage', KEY);
  session.value = undefined;
  me.value = undefined;
  isExpired.value = false;
}

/** Takes the session of another tab, if one is signed in, and waits for the one that another tab renewed. */
export async function askOtherTabs(): Promise<void> {
  let asked = 0;
  do {
    tell({ asks: true });
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    asked++;
  } while (isBehind() && asked < ASKS);
}

const renewalOf = ({ id, at }: Pick<Session, 'id' | 'at'>) => `${id} ${at}`;

/** Another tab has renewed this session, and this one does not know the token yet. */
function isBehind(): boolean {
  const own = session.value;
  const last = recall('localStorage', RENEWED);
  return own !== undefined && last?.startsWith(`${own.id} `) === true && last !== renewalOf(own);
}
