import * as z from 'zod';

import { e164 } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';

export const DAILY_LIMIT =
  'To how many people it may send templates in any 24 hours: the tier of WhatsApp’s messaging limit. Unlimited without it.';

/** A WhatsApp sender at the provider, and the rate it may use. */
export const sender = z.object({
  id: idOf('snd'),
  tenant_id: idOf('ten'),
  name: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['Main number'] }),
  /** The provider whose adapter it uses; the default provider without one. */
  provider: z.string().optional(),
  phone_number: e164,
  rate: z
    .number()
    .min(0.01)
    .max(1000)
    .meta({
      description: 'Messages per second the provider permits: 80 for most, one per 3 s in the sandbox.',
      examples: [80],
    }),
  daily_limit: z.number().int().min(1).max(10_000_000).optional().describe(DAILY_LIMIT),
  /** What the provider says: people per 24 hours, how people rate the number, and when it was asked (milliseconds). */
  messaging_limit: z.union([z.number().int().min(0), z.literal('unlimited')]).optional(),
  quality_rating: z.string().max(50).optional(),
  limits_read_at: z.number().optional(),
  /** The limit of hours that the provider said is reached, and when it may have passed (milliseconds since the epoch). */
  limited_by: z.enum(['portfolio_limit', 'account_limit']).optional(),
  limited_until: z.number().optional(),
  /** How many replies were sent out of turn for which no campaign has yielded yet; below 0, campaigns have yielded more. */
  reply_debt: z.number().optional(),
  /** Nothing is sent before this (milliseconds since the epoch): the provider said "slow down". */
  braked_until: z.number().optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Sender = z.infer<typeof sender>;

/** How far ahead slots are reserved, in milliseconds: less than SQS's 15 minutes of delay, with room for one more page. */
export const HORIZON = 14 * 60_000;

/** How far ahead the first slot of an idle sender is, in milliseconds: what planning and the queue take. */
export const LEAD = 300;

/** The share of a sender's rate that replies to taps may take at once and out of turn; campaigns yield to them. */
export const REPLY_SHARE = 0.2;

/** How long a sender stops after the provider said "slow down" or could not be reached, in milliseconds. */
export const BRAKE = 10_000;

/** How long what the provider said of a sender is good for, in milliseconds. */
export const LIMITS_KEPT_FOR = 3_600_000;

/** How far ahead replies get slots, in milliseconds: as long as a function can wait for one. */
export const REPLY_HORIZON = 5_000;

/** When the first reserved slot begins, or when to ask again (milliseconds since the epoch). */
export type Reservation = { readonly starts_at: number } | { readonly ask_again_at: number };

/** How long messages take at a sender's rate, in milliseconds. */
export function duration(messages: number, rate: number): number {
  return (messages * 1000) / rate;
}
