import * as z from 'zod';

import { countryCode } from '../platform/country.ts';
import { time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { engagement } from './engagement.ts';

const tag = z
  .string()
  .min(1)
  .max(64)
  .meta({ examples: ['regular'] });
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
const days = z.number().int().min(1).max(3_650);
const segments = z.array(idOf('seg')).min(1).max(20);

/** What a customer is asked for; whoever meets all of those that are given meets the criteria. */
const fields = z.strictObject({
  all: z.literal(true).optional().describe('Everybody; then it is the only criterion.'),
  tags_any: z.array(tag).min(1).max(50).optional().describe('Customers who have one of these tags.'),
  tags_all: z.array(tag).min(1).max(50).optional().describe('Customers who have all of these tags.'),
  tags_none: z.array(tag).min(1).max(50).optional().describe('Customers who have none of these tags.'),
  languages: z.array(z.string().min(2).max(35)).min(1).max(50).optional().describe('BCP 47; `de` includes `de-AT`.'),
  countries: z.array(countryCode).min(1).max(250).optional().describe('Of the number; ISO 3166.'),
  attributes: z
    .record(
      z.string().min(1).max(64),
      z.union(
        [scalar, z.array(scalar).min(1).max(100)],
        'must be a string of at most 500 characters, a number, true or false, or a list of 1 to 100 of them',
      ),
    )
    .optional()
    .describe('The value of each attribute, or a list of those that it may have.'),
  customer_ids: z.array(idOf('cus')).min(1).max(1000).optional().describe('These customers and no others.'),
  created_after: time.optional().describe('Customers since this time or later.'),
  created_before: time.optional().describe('Customers since before this time.'),
  imported_after: time.optional().describe('Those whom a file added or changed at this time or later.'),
  imported_before: time.optional().describe('Those whom a file last added or changed before this time.'),
  last_wrote_within_days: days.optional().describe('Those who wrote in the last so many days.'),
  last_tapped_within_days: days.optional().describe('Those who tapped a button in the last so many days.'),
  engagement: z.array(engagement).min(1).max(10).optional().describe('What they did with campaigns, all of it.'),
  segments_any: segments.optional().describe('Those who are in one of these segments.'),
  segments_none: segments.optional().describe('Those who are in none of these segments.'),
});

const MAX_ALTERNATIVES = 20;

/** The criteria that may stand within others; each level holds the one below. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what the level below infers is part of this one's type
function nested<Inner extends z.ZodType>(id: string, inner?: Inner) {
  const level = inner ? fields.extend({ any: alternatives(inner), not: inner.optional().describe(NOT) }) : fields;
  return level
    .refine((criteria) => Object.keys(criteria).length > 0, 'must name a criterion')
    .meta({ id, examples: [{ tags_any: ['regular'] }] });
}

const NOT = 'Those who do not meet all of these criteria.';

function alternatives<Inner extends z.ZodType>(inner: Inner) {
  return z
    .array(inner)
    .min(1)
    .max(MAX_ALTERNATIVES)
    .optional()
    .describe('Those who meet all criteria of one of these alternatives.');
}

const third = nested('CriteriaWithinTwo');
const second = nested('CriteriaWithinOne', third);
const first = nested('CriteriaWithin', second);

/** How deep criteria may stand in others. */
export const MAX_NESTING = 3;

export const criteria = fields.extend({ any: alternatives(first), not: first.optional().describe(NOT) });

/** Criteria of any level. */
export interface Criteria extends z.infer<typeof fields> {
  readonly any?: readonly Criteria[] | undefined;
  readonly not?: Criteria | undefined;
}

/** Criteria as they are stored: earlier versions took any two letters for a country. */
export type StoredCriteria = Omit<Criteria, 'countries'> & { readonly countries?: readonly string[] | undefined };

/** The criteria and all that stand within them. */
export function levelsOf(root: StoredCriteria): StoredCriteria[] {
  const found = [root];
  let level: readonly StoredCriteria[] = [root];
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    level = level.flatMap(({ any = [], not }) => (not ? [...any, not] : any));
    found.push(...level);
  }
  return found;
}

/** The campaigns whose engagement criteria ask for, each once. */
export function campaignsOf(root: StoredCriteria): string[] {
  const named = levelsOf(root).flatMap(({ engagement = [] }) => engagement.map(({ campaign_id }) => campaign_id));
  return [...new Set(named)];
}

/** The segments that criteria name themselves, each once. */
export function segmentsOf(root: StoredCriteria): string[] {
  const named = levelsOf(root).flatMap(({ segments_any = [], segments_none = [] }) => [
    ...segments_any,
    ...segments_none,
  ]);
  return [...new Set(named)];
}
