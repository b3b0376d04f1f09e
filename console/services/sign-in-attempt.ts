import { keep, recall } from './storage.ts';

/** A sign-in that this tab began: what the identity provider's answer must fit. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** Proves that whoever exchanges the code is who began (PKCE). */
  readonly verifier: string;
  /** Where to go afterwards. */
  readonly next: string;
  /** Begun for another tab, over whose page somebody signs in again. */
  readonly isForOther: boolean;
}

const SLOT = 'herald.signing-in';

export function keepAttempt(attempt: Attempt): void {
  keep('sessionStorage', SLOT, JSON.stringify(attempt));
}

/** The attempt of this tab, once: an answer that comes twice finds none. */
export function takeAttempt(): Attempt | undefined {
  const kept = recall<Attempt>('sessionStorage', SLOT, { next: '' });
  keep('sessionStorage', SLOT);
  return kept;
}
