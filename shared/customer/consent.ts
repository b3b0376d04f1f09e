import * as z from 'zod';

import { time } from '../platform/formats.ts';

const status = z.enum(['opted_in', 'opted_out', 'unknown']);

/** The consent in a request; `at` defaults to now. */
export const consentGiven = z.strictObject({
  status,
  /** How it was given: 'checkout', 'paper form'. */
  source: z.string().trim().min(1).max(64),
  /** The text that the customer agreed to. */
  text: z.string().max(1000).nullish(),
  at: time.nullish(),
});

/** Which of the tenant's messages the customer answered, for consent given on WhatsApp. */
const answerTo = { campaign_id: z.string().optional(), button_id: z.string().optional() };
type AnswerTo = z.infer<z.ZodObject<typeof answerTo>>;

export type ConsentGiven = z.output<typeof consentGiven> & AnswerTo;

/** A customer's current consent; `unknown`, without source and time, until one is given. */
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

/** An entry of the consent ledger. */
export interface ConsentEntry extends Consent {
  readonly id: string;
  readonly at: string;
  readonly created_at: string;
}

/**
 * The ledger entry for a consent that was given; undefined when it equals the current one. A future time counts as now, or
 * the entry would outrank every opt-out until then.
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
  const isUnchanged =
    statement.status === current.status && statement.source === current.source && statement.text === current.text;
  if (isUnchanged && (!given.at || at === current.at)) return undefined;
  return {
    id,
    ...statement,
    ...(campaign_id && { campaign_id }),
    ...(button_id && { button_id }),
    at,
    created_at: now,
  };
}

/** The newest entry is the current consent; of two with the same time, the one that arrives later. */
export function supersedes(entry: ConsentEntry | undefined, current: Consent): entry is ConsentEntry {
  return entry !== undefined && (current.at === null || entry.at >= current.at);
}
