import * as z from 'zod';

/** What is counted of a campaign's messages, and of those of each of its contents and languages. */
export const TOTALS = [
  'recipients',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
  'unknown',
  'replied',
  'opted_out',
] as const;

const count = z.number().int();

/** The counts as fields. */
export const totalFields = Object.fromEntries(TOTALS.map((name) => [name, count])) as Record<
  (typeof TOTALS)[number],
  typeof count
>;

/** The counts of a campaign in a list. */
export const campaignTotals = z.object({ ...totalFields, clicked: count });
export type CampaignTotals = z.infer<typeof campaignTotals>;
