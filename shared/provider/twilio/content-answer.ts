import * as z from 'zod';

import { ProviderRefusal, ProviderUnreachable } from '../provider.ts';
import { errorOf } from './error-codes.ts';
import type { TwilioResponse } from './twilio.client.ts';

const refusal = z.object({ code: z.number().optional(), message: z.string().optional() });

/** Statuses of a service without reviews; there, the outcome of each message shows whether it could be sent. */
export const NOT_OFFERED: ReadonlySet<number> = new Set([404, 405, 501]);

/** Twilio's code for a resource that the account does not have, or no longer. */
const NOT_FOUND = 20404;

/** Whether Twilio says that it has no such content; a service that does not know the request answers 404 without a code. */
export function isGone({ status, body }: TwilioResponse): boolean {
  return status === 404 && body['code'] === NOT_FOUND;
}

/** The body of an answer. @throws ProviderRefusal for a refusal, ProviderUnreachable for a failure */
export function accepted({ status, body }: TwilioResponse): Record<string, unknown> {
  if (status < 300) return body;
  if (status === 429 || status >= 500) throw new ProviderUnreachable(`The content service answered ${status}.`);
  const { code, message } = refusal.parse(body);
  throw new ProviderRefusal(errorOf(String(code ?? status)), message ?? `HTTP ${status}`);
}
