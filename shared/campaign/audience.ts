import * as z from 'zod';

import { isEngaged, type Engaged } from './engagement.ts';
import { campaignsOf, criteria, levelsOf, segmentsOf, type StoredCriteria } from './criteria.ts';

/** In bytes of JSON: a campaign is one item (DynamoDB: at most 400 KB) and is read with every chunk. */
const MAX_BYTES = 100_000;
/** Of how many campaigns the messages are read for each page of customers. */
export const MAX_CAMPAIGNS = 10;
const MAX_SEGMENTS = 20;
/** How many criteria may stand in others. */
const MAX_LEVELS = 50;

/** Criteria as they are stored and shown: earlier versions took any two letters for a country. */
export const storedCriteria = criteria
  .extend({ countries: z.array(z.string()).optional().describe('Of the number; ISO 3166.') })
  .meta({ id: 'Audience', examples: [{ tags_any: ['regular'] }] });

const bounded = (count: (criteria: StoredCriteria) => number, max: number, things: string) =>
  z.refine<StoredCriteria>((criteria) => count(criteria) <= max, {
    message: `has more than ${max} ${things}`,
    params: { code: 'too_big' },
  });

export const targetCriteria = criteria
  .refine((given) => levelsOf(given).every(isOneKind), 'takes all or a selection, not both')
  .check(bounded((given) => Buffer.byteLength(JSON.stringify(given)), MAX_BYTES, 'bytes'))
  .check(bounded((given) => levelsOf(given).length - 1, MAX_LEVELS, 'criteria that stand in others'))
  .check(bounded((given) => campaignsOf(given).length, MAX_CAMPAIGNS, 'campaigns in engagement'))
  .check(bounded((given) => segmentsOf(given).length, MAX_SEGMENTS, 'segments'))
  .meta({ id: 'TargetCriteria', examples: [{ tags_any: ['regular'] }] });
export type TargetCriteria = z.infer<typeof targetCriteria>;

function isOneKind({ all, ...selection }: StoredCriteria): boolean {
  return !all || Object.keys(selection).length === 0;
}

/** Criteria that need more than the customer: what a campaign did, a segment's criteria, or when it is asked. */
export const NEED_MORE = [
  ...['engagement', 'segments_any', 'segments_none'],
  ...['last_wrote_within_days', 'last_tapped_within_days'],
] as const satisfies readonly (keyof StoredCriteria)[];

/** The fields of a customer that criteria look at. */
export interface Candidate {
  readonly id: string;
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly country: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly created_at?: string | undefined;
  readonly imported_at?: string | undefined;
  readonly last_inbound_at?: string | null | undefined;
  readonly last_tapped_at?: string | undefined;
  /** What was chosen of them when they were planned, in campaigns that choose then. */
  readonly chosen?: { readonly content_key: string } | undefined;
}

/** What criteria look at beyond the customer. */
export interface Facts {
  /** When it is asked, in milliseconds since the epoch. */
  readonly at: number;
  /** The criteria of each segment that is named, and of those that these name. */
  readonly segments: ReadonlyMap<string, StoredCriteria>;
  /** What a campaign has for a person, under each id that they ever had. */
  messagesOf(campaign_id: string, customer_id: string): readonly Engaged[];
}

export const NO_FACTS: Facts = { at: 0, segments: new Map(), messagesOf: () => [] };
const DAY = 86_400_000;

/** Whether a customer meets all criteria. A file's values are texts, so an attribute "5" meets a criterion of 5. */
export function matches(criteria: StoredCriteria, customer: Candidate, facts: Facts = NO_FACTS): boolean {
  if (criteria.all) return true;
  const has = (tag: string) => customer.tags.includes(tag);
  // eslint-disable-next-line herald/no-recursion -- criteria stand in others to MAX_NESTING, and segments to their MAX_DEPTH
  const meets = (inner: StoredCriteria) => matches(inner, customer, facts);
  const isIn = (id: string) => meets(segmentOf(id, facts));
  return (
    (criteria.tags_any?.some(has) ?? true) &&
    (criteria.tags_all?.every(has) ?? true) &&
    !(criteria.tags_none?.some(has) ?? false) &&
    (criteria.languages?.some((language) => speaks(customer.language, language)) ?? true) &&
    (criteria.countries?.some((country) => country === customer.country) ?? true) &&
    (criteria.customer_ids?.includes(customer.id) ?? true) &&
    Object.entries(criteria.attributes ?? {}).every(([name, wanted]) => {
      const value = customer.attributes[name];
      return [wanted].flat().some((one) => one === value || (typeof value === 'string' && String(one) === value));
    }) &&
    isBetween(customer.created_at, criteria.created_after, criteria.created_before) &&
    isBetween(customer.imported_at, criteria.imported_after, criteria.imported_before) &&
    isRecent(customer.last_inbound_at, criteria.last_wrote_within_days, facts.at) &&
    isRecent(customer.last_tapped_at, criteria.last_tapped_within_days, facts.at) &&
    (criteria.engagement?.every((one) => isEngaged(one, facts.messagesOf(one.campaign_id, customer.id))) ?? true) &&
    (criteria.segments_any?.some(isIn) ?? true) &&
    !(criteria.segments_none?.some(isIn) ?? false) &&
    (criteria.any?.some(meets) ?? true) &&
    !(criteria.not && meets(criteria.not))
  );
}

/** Nobody may be left out, or let in, because a segment is not there: whoever asks has read them all. */
function segmentOf(id: string, { segments }: Facts): StoredCriteria {
  const found = segments.get(id);
  if (!found) throw new Error('A segment was not read before customers were compared with it.');
  return found;
}

/** Times compare as texts: all are RFC 3339 in UTC with milliseconds. */
function isBetween(at: string | undefined, after: string | undefined, before: string | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  return at !== undefined && (after === undefined || at >= after) && (before === undefined || at < before);
}

function isRecent(at: string | null | undefined, days: number | undefined, now: number): boolean {
  return days === undefined || (typeof at === 'string' && Date.parse(at) > now - days * DAY);
}

/** 'de' also matches 'de-AT'; 'de-AT' matches only itself. */
function speaks(spoken: string | null, wanted: string): boolean {
  const [given, asked] = [spoken?.toLowerCase(), wanted.toLowerCase()];
  return given === asked || (given?.startsWith(`${asked}-`) ?? false);
}
