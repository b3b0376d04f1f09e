import { computed, signal } from '@preact/signals';

import type { Schemas } from '../../client/src/client.ts';
import { keep, recall } from './storage.ts';

export type Me = Schemas['Me'];
export type Scope = Schemas['Scope'];

const KEY = 'herald.key';
/** How long a new tab waits for one that is signed in, in milliseconds. */
const ASK_MS = 200;

type Word = { readonly asks: true } | { readonly key: string } | { readonly signedOut: true };

/** The API key of this tab; a key is never in an address, and gone with the tab. */
export const credential = signal(recall(sessionStorage, KEY));
/** Who the key belongs to, once Herald has said so. */
export const me = signal<Me | undefined>(undefined);
/** Herald does not take the key any more: it is asked for over the page, whose work is kept. */
export const isExpired = signal(false);
export const isPractice = computed(() => me.value?.practice === true);

const tabs = new BroadcastChannel('herald-session');
tabs.addEventListener('message', ({ data }: MessageEvent<Word>) => {
  if ('asks' in data && credential.value) tabs.postMessage({ key: credential.value } satisfies Word);
  if ('key' in data && !credential.value) signIn(data.key);
  if ('signedOut' in data) forget();
});

export function signIn(key: string): void {
  keep(sessionStorage, KEY, key);
  credential.value = key;
  isExpired.value = false;
}

/** Ends the session in every tab. */
export function signOut(): void {
  tabs.postMessage({ signedOut: true } satisfies Word);
  forget();
}

function forget(): void {
  keep(sessionStorage, KEY, null);
  credential.value = null;
  me.value = undefined;
  isExpired.value = false;
}

/** Takes the key of another tab, if one is signed in. */
export async function askOtherTabs(): Promise<void> {
  if (credential.value) return;
  tabs.postMessage({ asks: true } satisfies Word);
  await new Promise((resolve) => setTimeout(resolve, ASK_MS));
}
