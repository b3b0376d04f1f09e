import * as z from 'zod';

import { timestamp } from '../platform/clock.ts';
import { time } from '../platform/formats.ts';

const status = z.enum(['opted_in', 'opted_out', 'unknown']);

/** What a request says of a customer's consent; `at` is now unless it says otherwise. */
export const consentGiven = z.strictObject({
  status,
  /** Where it was given: 'checkout', 'paper form'. */
  source: z.string().trim().min(1).max(64),
  /** The words that were agreed to. */
  text: z.string().max(1000).nullish(),
  at: time
    .refine((at) => !(Date.parse(at) < 0), 'must be after 1970')
    .transform((at) => timestamp(Date.parse(at)))
    .nullish(),
});

/** In answer to which of the tenant's messages it was said; known of what customers say on WhatsApp. */
const answerTo = { campaign_id: z.string().optional(), button_id: z.string().optional() };
type AnswerTo = z.infer<z.ZodObject<typeof answerTo>>;

export type ConsentGiven = z.output<typeof consentGiven> & AnswerTo;

/** A customer's consent as it stands. While nobody has said anything it is unknown, with no source and no time. */
export const consent = z.object({
  status,
  source: z.string().nullable(),
  text: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  ...answerTo,
});
export const consentWire = consent.omit({ campaign_id: true, button_id: true });
export type Consent = z.infer<typeof consent>;

export const UNKNOWN_CONSENT: Consent = { status: 'unknown', source: null, text: null, at: null };

/** A line of the ledger. */
export interface ConsentEntry extends Consent {
  readonly id: string;
  readonly at: string;
  readonly created_at: string;
}

/**
 * The ledger's line for what was said; undefined when that is what stands already. A time to come is taken as now, or it
 * would outlive every opt-out until then.
 */
export function consentEntry({
  given,
  current,
  id,
  now,
}: {
  given: ConsentGiven | undefined;
  current: Consent;
  id: string;
  now: string;
}): ConsentEntry | undefined {
  if (!given) return undefined;
  const { status, source, campaign_id, button_id } = given;
  const statement = { status, source, text: given.text ?? null };
  const at = given.at && given.at < now ? given.at : now;
  const stands =
    statement.status === current.status && statement.source === current.source && statement.text === current.text;
  if (stands && (!given.at || at === current.at)) return undefined;
  return {
    id,
    ...statement,
    ...(campaign_id && { campaign_id }),
    ...(button_id && { button_id }),
    at,
    created_at: now,
  };
}

/** The newest decides, and of two at the same time the one that arrives later. */
export function supersedes(entry: ConsentEntry | undefined, current: Consent): entry is ConsentEntry {
  return entry !== undefined && (current.at === null || entry.at >= current.at);
}
