/** The options and variables that several commands take. */
import * as z from 'zod';

import { twilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { SCOPES } from '../shared/contract/scope.ts';
import { apiKey } from '../shared/tenancy/api-key.ts';
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

/** The folder that holds the data of a local Herald. */
export const HERALD_DATA = z.string().default('.herald');

/** To be set both or neither. */
export const TWILIO_VARIABLES = {
  TWILIO_ACCOUNT_SID: twilioCredentials.shape.account_sid.optional(),
  TWILIO_AUTH_TOKEN: twilioCredentials.shape.auth_token.optional(),
};
export const TWILIO_PAIR = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'] as const;
