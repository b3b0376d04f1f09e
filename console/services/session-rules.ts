/** Who is signed in, by what each call carries. */
export interface Session {
  /** Of one sign-in: the same after its token was renewed. */
  readonly id: string;
  /** An API key, or a token. */
  readonly credential: string;
  /** When it was given, in milliseconds since 1970. */
  readonly at: number;
  /** Of somebody who signed in with an account. */
  readonly account?: Account | undefined;
  /** Which of several tenants was chosen. */
  readonly tenant?: string | undefined;
}

/** What a tab kept has these, or is nobody. */
export const LIKE_SESSION: Pick<Session, 'id' | 'credential'> = { id: '', credential: '' };

/** What the identity provider gave besides the token. */
export interface Account {
  /** Who it is, as the provider says; undefined where it does not. */
  readonly subject?: string | undefined;
  readonly email?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** When to renew the token, in milliseconds since 1970; undefined when only a refusal tells. */
  readonly renewAt?: number | undefined;
}

/** How long before its end a token is renewed: longer than a request and its retries take. */
const EARLY_MS = 60_000;

/** When a token of so many seconds is renewed: a minute before its end, or at half its time if that is later. */
export function renewalTime(now: number, seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  return now + Math.max(seconds * 1000 - EARLY_MS, (seconds * 1000) / 2);
}

/** Whether a tab takes the session that another one tells of. */
export function isTaken(own: Session | undefined, isExpired: boolean, told: Session): boolean {
  if (!own) return true;
  if (own.credential === told.credential) return false;
  return isExpired || (told.id === own.id && told.at > own.at);
}

/** Whether two sessions are of different people, as far as that is known. */
export function isSomebodyElse(own: Session, told: Session): boolean {
  const [mine, theirs] = [own.account?.subject, told.account?.subject];
  return mine !== undefined && theirs !== undefined && mine !== theirs;
}
