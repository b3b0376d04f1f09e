/** The options and variables that several commands take. */
import * as z from 'zod';

import { twilioCredentials, type TwilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { SCOPES } from '../shared/contract/scope.ts';
import { time } from '../shared/platform/formats.ts';
import { systemClock } from '../shared/platform/system-clock.ts';
import { apiKey, expiryFaults, MAX_KEY_DAYS } from '../shared/tenancy/api-key.ts';
import { sender } from '../shared/sender/sender.ts';

export function wholeNumber(min: number, max: number) {
  return z.coerce.number().int().min(min).max(max).describe(`a whole number from ${min} to ${max}`);
}

const RATE = 'a number of messages per second from 0.01 to 1000';
export const senderRate = z.coerce.number().pipe(sender.shape.rate).describe(RATE).default(80);

/** Scopes with commas between them. */
export const scopeList = z
  .string()
  .transform((list) => list.split(',').map((one) => one.trim()))
  .pipe(apiKey.shape.scopes)
  .describe(`some of ${SCOPES.join(', ')}, with commas between them`);

/** When a key ends. */
export const keyExpiry = time
  .refine((expires_at) => expiryFaults({ expires_at }, systemClock.now()).length === 0)
  .optional()
  .describe(`a time like 2027-01-31T09:00:00Z, in the future and at most ${MAX_KEY_DAYS} days ahead`);

/** A moment that has been. */
export const pastTime = time
  .refine((at) => Date.parse(at) <= systemClock.now())
  .describe('a time like 2026-12-24T08:30:00Z that has been');

/** The folder that holds the data of a local Herald. */
export const HERALD_DATA = z.string().default('.herald');

/** The first two name the account; of each pair, both are to be set or neither. */
export const TWILIO_VARIABLES = {
  TWILIO_ACCOUNT_SID: twilioCredentials.shape.account_sid.optional(),
  TWILIO_AUTH_TOKEN: twilioCredentials.shape.auth_token.optional(),
  TWILIO_API_KEY_SID: twilioCredentials.shape.api_key_sid,
  TWILIO_API_KEY_SECRET: twilioCredentials.shape.api_key_secret,
  TWILIO_MESSAGING_SERVICE_SID: twilioCredentials.shape.messaging_service_sid,
};
export const TWILIO_PAIRS = [
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
] as const;

/** The account that the variables name; undefined when they name none. */
export function twilioOf(
  env: Readonly<Partial<Record<keyof typeof TWILIO_VARIABLES, string | undefined>>>,
): TwilioCredentials | undefined {
  const { TWILIO_ACCOUNT_SID: account_sid, TWILIO_AUTH_TOKEN: auth_token } = env;
  if (!account_sid || !auth_token) return undefined;
  return {
    account_sid,
    auth_token,
    ...(env.TWILIO_API_KEY_SID && { api_key_sid: env.TWILIO_API_KEY_SID }),
    ...(env.TWILIO_API_KEY_SECRET && { api_key_secret: env.TWILIO_API_KEY_SECRET }),
    ...(env.TWILIO_MESSAGING_SERVICE_SID && { messaging_service_sid: env.TWILIO_MESSAGING_SERVICE_SID }),
  };
}
