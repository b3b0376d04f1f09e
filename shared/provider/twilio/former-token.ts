import { timestamp } from '../../platform/clock.ts';
import type { Credentials } from '../provider.ts';
import type { TwilioCredentials } from './twilio-credentials.ts';

/** How long signatures of the former token are accepted, in milliseconds: longer than any callback is on its way. */
export const FORMER_TOKEN_KEPT = 24 * 3_600_000;

/**
 * The credentials to keep when a caller gives new ones. An account's former token still checks signatures for a day: requests
 * that are on their way carry it, and Twilio signs with its primary token until another is promoted.
 * @param kept those until now; of another account, nothing is kept
 * @param now in milliseconds since the epoch
 */
export function rotated(given: Credentials, kept: Credentials | undefined, now: number): Credentials {
  const { account_sid, auth_token, former_token, former_until } = kept ?? {};
  if (!auth_token || account_sid !== given['account_sid']) return given;
  if (auth_token !== given['auth_token'])
    return { ...given, former_token: auth_token, former_until: timestamp(now + FORMER_TOKEN_KEPT) };
  return former_token && former_until ? { ...given, former_token, former_until } : given;
}

/** Credentials without the former token. */
export function alone({ former_token: _, former_until: __, ...others }: Credentials): Credentials {
  return others;
}

/** The tokens whose signatures are valid. @param at in milliseconds since the epoch */
export function signingTokens(
  { auth_token, former_token, former_until = '' }: Partial<TwilioCredentials>,
  at: number,
): string[] {
  const isKept = at < Date.parse(former_until);
  const tokens: string[] = [];
  for (const token of [auth_token, isKept ? former_token : undefined]) if (token) tokens.push(token);
  return tokens;
}
