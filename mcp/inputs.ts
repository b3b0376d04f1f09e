import * as z from 'zod';

export const campaignId = z
  .string()
  .regex(/^cmp_[0-9A-HJKMNP-TV-Z]{26}$/, 'must be a campaign’s id, as list_campaigns gives it')
  .describe('The id of a campaign: cmp_….');

/** Smaller pages than the API's: an agent's memory is not a file. */
export const page = {
  limit: z.int().min(1).max(50).default(25).describe('How many at most.'),
  cursor: z.string().max(2_000).optional().describe('`next_cursor` of the page before.'),
};

const words = z.array(z.string().min(1).max(64)).max(50).optional();

/** Who gets a campaign. Nobody in person: that would need ids, which these tools have no use for. */
export const targetCriteria = z
  .strictObject({
    all: z.literal(true).optional().describe('Everybody.'),
    tags_any: words.describe('Whoever has one of these tags.'),
    tags_all: words.describe('Whoever has all of these tags.'),
    tags_none: words.describe('Whoever has none of these tags.'),
    languages: words.describe('BCP 47'),
    countries: words.describe('ISO 3166'),
    attributes: z
      .record(z.string().min(1).max(64), z.union([z.string().max(1_000), z.number(), z.boolean()]))
      .optional()
      .describe('The value of each attribute.'),
    segments_any: words.describe('Whoever is in one of these segments, by id.'),
    segments_none: words.describe('Whoever is in none of these.'),
    last_wrote_within_days: z.int().min(1).max(365).optional(),
    last_tapped_within_days: z.int().min(1).max(365).optional(),
  })
  .describe('Everybody, or whoever meets all of the criteria.');
