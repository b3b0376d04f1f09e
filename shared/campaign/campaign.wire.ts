import * as z from 'zod';

import { wireShape } from '../contract/derive.ts';
import { publicFields, TEMPLATE_STATES } from './campaign.ts';
import { campaignTotals } from './campaign-totals.ts';
import { progress } from './progress.ts';
import { warning } from './warnings.ts';

/** A content's template as callers see it. */
export const shownTemplate = z.object({
  content_key: z.string().meta({ description: 'Which content.', examples: ['default'] }),
  language: z.string().meta({ description: 'BCP 47', examples: ['en'] }),
  content_sid: z
    .string()
    .nullable()
    .meta({ description: 'The provider’s id; null before it was made.', examples: [null] }),
  status: z.enum(['unprepared', ...TEMPLATE_STATES]),
  rejection_reason: z
    .string()
    .nullable()
    .meta({ description: 'Why WhatsApp refused it.', examples: [null] }),
});
export type ShownTemplate = z.infer<typeof shownTemplate>;

/** What callers see: absent optional fields are null, and internal fields are left out. */
export const campaignWire = z
  .object({
    ...wireShape(publicFields),
    metadata: z.record(z.string(), z.string()).default({}).describe('Your own notes.'),
    dead_letters: z
      .number()
      .int()
      .default(0)
      .describe('How many chunks of its messages were given up. Replay the scope dead_letter to send them.'),
    totals: campaignTotals
      .nullable()
      .optional()
      .describe('Only in lists with `expand=totals`: as in the report; `clicked` are people. Null before it begins.'),
    templates: z
      .array(shownTemplate)
      .default([])
      .describe('The template of each content, and how its review stands. Empty in lists.'),
    progress: progress.nullable().default(null).describe('How far it has come. Null before it begins, and in lists.'),
    next_dates: z
      .array(z.iso.datetime())
      .default([])
      .describe('The next five dates of a campaign that recurs. Empty in lists.'),
    warnings: z
      .array(warning)
      .default([])
      .describe('What will go otherwise than expected, and what to do. Empty in lists.'),
  })
  .meta({ id: 'Campaign' });
