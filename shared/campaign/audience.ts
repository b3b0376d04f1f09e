import * as z from 'zod';

import { countryCode } from '../platform/country.ts';
import { idOf } from '../platform/ids.ts';

const tag = z
  .string()
  .min(1)
  .max(64)
  .meta({ examples: ['regular'] });
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
/** In bytes of JSON: a campaign is one item (DynamoDB: at most 400 KB) and is read with every chunk. */
const MAX_BYTES = 100_000;

/** A campaign's audience: everyone, or the customers who meet all of the criteria. */
const criteria = z.strictObject({
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
});

/** Criteria as they are stored and shown: earlier versions took any two letters for a country. */
export const storedCriteria = criteria
  .extend({ countries: z.array(z.string()).optional().describe('Of the number; ISO 3166.') })
  .meta({ id: 'Audience', examples: [{ tags_any: ['regular'] }] });

export const targetCriteria = criteria
  .refine(({ all, ...selection }) => !all || Object.keys(selection).length === 0, 'takes all or a selection, not both')
  .refine((criteria) => Buffer.byteLength(JSON.stringify(criteria)) <= MAX_BYTES, {
    message: `has more than ${MAX_BYTES} bytes`,
    params: { code: 'too_big' },
  })
  .meta({ id: 'TargetCriteria', examples: [{ tags_any: ['regular'] }] });
export type TargetCriteria = z.infer<typeof targetCriteria>;

/** The fields of a customer that criteria look at. */
export interface Candidate {
  readonly id: string;
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly country: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** Whether a customer meets all criteria. A file's values are texts, so an attribute "5" meets a criterion of 5. */
export function matches(criteria: TargetCriteria, customer: Candidate): boolean {
  if (criteria.all) return true;
  const has = (tag: string) => customer.tags.includes(tag);
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
    })
  );
}

/** 'de' also matches 'de-AT'; 'de-AT' matches only itself. */
function speaks(spoken: string | null, wanted: string): boolean {
  const [given, asked] = [spoken?.toLowerCase(), wanted.toLowerCase()];
  return given === asked || (given?.startsWith(`${asked}-`) ?? false);
}
