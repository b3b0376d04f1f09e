import * as z from 'zod';

import { timestamp } from '../platform/clock.ts';
import { idOf } from '../platform/ids.ts';
import { eventType } from '../event/domain-event.ts';

/** How long a former secret keeps signing, in milliseconds. */
const FORMER_SECRET_FOR = 24 * 3600_000;
/** Including former ones, so that the signature header stays short. */
const MAX_SECRETS = 5;

const signingSecret = z.object({
  /** `whsec_` and 32 bytes in base64: https://www.standardwebhooks.com */
  key: z.string().startsWith('whsec_'),
  /** When a former secret expires. */
  until: z.iso.datetime().optional(),
});
export type SigningSecret = z.infer<typeof signingSecret>;

/** Where a tenant receives events. */
export const webhookEndpoint = z.object({
  id: idOf('whe'),
  tenant_id: idOf('ten'),
  url: z
    .string()
    .max(500)
    .meta({ description: 'Where events are posted.', examples: ['https://example.com/herald'] }),
  events: z.array(eventType).min(1).describe('The types of events that it gets.'),
  description: z
    .string()
    .max(500)
    .nullable()
    .meta({ description: 'For your own people.', examples: ['Shop'] }),
  status: z.enum(['enabled', 'disabled']).describe('Nothing is sent to a disabled one.'),
  status_reason: z
    .string()
    .nullable()
    .meta({ description: 'Why Herald disabled it.', examples: [null] }),
  /** The secrets that sign its messages, newest first. Each is shown once, when it is created. */
  secrets: z.array(signingSecret).min(1),
  /** Whether all its deliveries are found by their customer: those of before this was so must be gone through once. */
  deliveries_by_customer: z.boolean().optional(),
  /** Since when deliveries were given up and none has arrived. */
  given_up_at: z.iso.datetime().optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

/** @param random 32 bytes, base64url */
export function signingKey(random: string): string {
  return `whsec_${Buffer.from(random, 'base64url').toString('base64')}`;
}

/** Adds a secret in front of the former ones, which expire a day after they were replaced. */
export function rotate(secrets: readonly SigningSecret[], key: string, now: number): SigningSecret[] {
  const former = unexpired(secrets, now).map((secret) => ({ until: timestamp(now + FORMER_SECRET_FOR), ...secret }));
  return [{ key }, ...former].slice(0, MAX_SECRETS);
}

/** The keys that sign a message now. */
export function signingKeys({ secrets }: Pick<WebhookEndpoint, 'secrets'>, now: number): string[] {
  return unexpired(secrets, now).map(({ key }) => key);
}

function unexpired(secrets: readonly SigningSecret[], now: number): SigningSecret[] {
  return secrets.filter(({ until }) => until === undefined || Date.parse(until) > now);
}
