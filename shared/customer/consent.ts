import * as z from 'zod';

import { time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';

const status = z.enum(['opted_in', 'opted_out', 'unknown']);
const SOURCE = { description: 'How it was given.', examples: ['checkout'] };
const TEXT = 'The text that the customer agreed to.';
const AT = 'When it was given.';

/** The source of a file's statements that name none: it says nothing of where the consent came from. */
export const DEFAULT_SOURCE = 'import';

/** The consent in a request; `at` defaults to now. */
export const consentGiven = z
  .strictObject({
    status,
    source: z.string().trim().min(1).max(64).meta(SOURCE),
    text: z.string().max(1000).nullish().describe(TEXT),
    at: time.nullish().describe(AT),
  })
  .meta({ id: 'ConsentGiven', examples: [{ status: 'opted_in', source: 'checkout' }] });

/** Which of the tenant's messages the customer answered, for consent given on WhatsApp: of which content and arm, and by which button. */
const answerTo = {
  campaign_id: z.string().optional(),
  content_key: z.string().optional(),
  variant: z.string().optional(),
  button_id: z.string().optional(),
};
type AnswerTo = z.infer<z.ZodObject<typeof answerTo>>;

/** Who made a statement; absent, it is the business, as in every request. */
const author = z.literal('person').optional();

export type ConsentGiven = z.output<typeof consentGiven> &
  AnswerTo & {
    readonly author?: 'person' | undefined;
    /** Whether it was said of all people of a file at once, by somebody who knows of nobody's opt-out. */
    readonly of_file?: boolean | undefined;
  };

/** A customer's current consent; `unknown`, without source and time, until one is given. */
export const consent = z.object({
  status,
  source: z.string().nullable().meta(SOURCE),
  text: z
    .string()
    .nullable()
    .meta({ description: TEXT, examples: [null] }),
  at: z.iso.datetime().nullable().describe(AT),
  author,
  ...answerTo,
});
export const consentWire = consent
  .omit({ campaign_id: true, content_key: true, variant: true, button_id: true, author: true })
  .meta({ id: 'Consent', description: 'The newest statement; `unknown` until one is given.' });
export type Consent = z.infer<typeof consent>;

export const UNKNOWN_CONSENT: Consent = { status: 'unknown', source: null, text: null, at: null };

/** An entry of the consent ledger. */
export interface ConsentEntry extends Consent {
  readonly id: string;
  readonly at: string;
  readonly created_at: string;
}

/** An entry as it is stored, and whose it is. */
export const ledgerEntry = consent.extend({
  id: z.string(),
  customer_id: z.string(),
  at: z.iso.datetime(),
  created_at: z.iso.datetime(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

/** A statement as callers see it. */
export const statementWire = ledgerEntry
  .extend({
    id: idOf('con'),
    customer_id: idOf('cus'),
    at: z.iso.datetime().describe(AT),
    author: author.describe('`person` for who said it themselves; absent, it was the business.'),
    campaign_id: z.string().optional().describe('The campaign that was answered so.'),
    content_key: z.string().optional().describe('Which of its contents was answered.'),
    variant: z.string().optional().describe('Which variant of its experiment.'),
    button_id: z.string().optional().describe('The button that was tapped so.'),
    created_at: z.iso.datetime().describe('When Herald heard of it.'),
  })
  .meta({ id: 'Statement' });

/** Sources that only people's own acts had before statements named their author. */
const PERSONAL_SOURCES: readonly (string | null)[] = ['whatsapp', 'button', 'provider'];

/** Whether the person has opted out themselves. */
export function hasStopped({ status, source, author }: Consent): boolean {
  return status === 'opted_out' && (author === 'person' || PERSONAL_SOURCES.includes(source));
}

/**
 * Whether a statement leaves a person's STOP in place. It stands until the person opts in again, or until the business states
 * a later opt-in with its time and source: a list that was exported before, and a request without a time, undo nothing. What
 * was said of a whole file undoes no opt-out at all.
 */
export function isOverruled(given: ConsentGiven, current: Consent, now: string): boolean {
  if (given.of_file && current.status === 'opted_out') return true;
  if (!hasStopped(current) || given.author === 'person') return false;
  const isLater = isDated(given, now) && given.at > (current.at ?? '');
  return given.status !== 'opted_in' || given.source === DEFAULT_SOURCE || !isLater;
}

/** Whether it says when it was made; a time to come is none. */
function isDated(given: ConsentGiven, now: string): given is ConsentGiven & { readonly at: string } {
  return typeof given.at === 'string' && given.at <= now;
}

/** Whether it says nothing of how the consent was given: a file's that names no source, or only the column that said so. */
const isUnsourced = ({ source }: ConsentGiven): boolean =>
  source === DEFAULT_SOURCE || source.startsWith(`${DEFAULT_SOURCE}: `);

/**
 * The ledger entry for a consent that was given; undefined when it says nothing that the current one does not, or is overruled and has no time of
 * its own or was said of a whole file. A statement without a time is made now, after every other one. A future time counts as now, or the entry would
 * outrank every opt-out until then.
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
  if (!given || (isOverruled(given, current, now) && (given.of_file || !isDated(given, now)))) return undefined;
  const { status, source, campaign_id, content_key, variant, button_id, author } = given;
  const statement = { status, source, text: given.text ?? null };
  const latest = current.at !== null && current.at > now ? current.at : now;
  const at = isDated(given, now) ? given.at : latest;
  const isRepeated =
    (source === current.source && statement.text === current.text) ||
    (isUnsourced(given) && (statement.text ?? current.text) === current.text);
  const isUnchanged = status === current.status && isRepeated;
  if (isUnchanged && (!given.at || at === current.at)) return undefined;
  return {
    id,
    ...statement,
    ...(author && { author }),
    ...(campaign_id && { campaign_id }),
    ...(content_key && { content_key }),
    ...(variant && { variant }),
    ...(button_id && { button_id }),
    at,
    created_at: now,
  };
}

/** The newest entry is the current consent; of two with the same time, the one that arrives later. */
export function supersedes(entry: ConsentEntry | undefined, current: Consent): entry is ConsentEntry {
  return entry !== undefined && (current.at === null || entry.at >= current.at);
}

/**
 * The consent of one person whom two customers stood for: the most careful of their statements. Nothing having been said is
 * no statement.
 */
export function mostCareful(one: Consent, other: Consent): Consent {
  if (one.at === null || other.at === null) return one.at === null ? other : one;
  const caution = (consent: Consent) => [
    hasStopped(consent),
    consent.status === 'opted_out',
    consent.status === 'unknown',
  ];
  const [left, right] = [caution(one), caution(other)];
  const differs = left.findIndex((value, place) => value !== right[place]);
  if (differs !== -1) return left[differs] ? one : other;
  return one.at >= other.at ? one : other;
}
