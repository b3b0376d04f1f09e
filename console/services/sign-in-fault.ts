import { own } from './own.ts';

/** What a sign-in failed by: `code` as oauth4webapi names it, `error` as the identity provider does. */
interface Failure {
  readonly code?: unknown;
  readonly error?: unknown;
  /** Of an exception. */
  readonly name?: string;
}

const AGAIN = 'Sign in again.';
const LATER = 'Your identity provider has a problem just now. Try again in a minute.';
const TELL = 'Tell whoever runs your Herald.';
const SET_UP = (what: string) => `Signing in is not set up as your identity provider wants it (${what}). ${TELL}`;

/** By the `error` of the provider's answer [RFC 6749, 4.1.2.1 and 5.2; OpenID Connect, 3.1.2.6]. */
const REFUSALS: Readonly<Record<string, string>> = {
  access_denied:
    'Your identity provider did not let you in: you said no there, or your account may not use Herald. Sign in again, or ask whoever gives out accounts.',
  invalid_grant: `That took too long, or the answer was used already. ${AGAIN}`,
  temporarily_unavailable: LATER,
  server_error: LATER,
};
/** What it wants of somebody at its own pages. */
const WANTED = /^(login|interaction|consent|account_selection)_required$/;

export const STRAY = `This answer was used already, or is of no sign-in that this tab began. ${AGAIN}`;

const FAULTS: Readonly<Record<string, string>> = {
  // Of an answer whose state or issuer does not fit.
  stray: STRAY,
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: `The clock of this computer is wrong. Set it, then sign in again.`,
};

/** Why somebody could not sign in, and what to do; never the provider's own text, which an address can hold from anybody. */
export function signInFault(failure: unknown): string {
  const { code, error, name = '' } = (failure ?? {}) as Failure;
  if (typeof error === 'string') {
    if (WANTED.test(error)) return `Your identity provider wants you to sign in there first. ${AGAIN}`;
    return own(REFUSALS, error) ?? SET_UP(/^\w{1,40}$/.test(error) ? error : 'unknown');
  }
  if (typeof code === 'string') return own(FAULTS, code) ?? SET_UP(code.replace(/^OAUTH_/, '').toLowerCase());
  if (['TypeError', 'TimeoutError', 'AbortError'].includes(name))
    return `Your identity provider does not answer. Is there a connection? If there is, it does not permit this address to ask. ${TELL}`;
  return `You could not be signed in. ${AGAIN}`;
}
