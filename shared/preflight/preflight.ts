import * as z from 'zod';

import { shownTemplate } from '../campaign/campaign.wire.ts';
import { SKIP_REASONS } from '../message/message.ts';
import type { PriceCategory } from '../provider/provider.ts';

const people = z.int().min(0).describe('How many people.');
const amount = z.string().meta({ description: 'A decimal number.', examples: ['214.20'] });
const message = z
  .string()
  .meta({ description: 'What to do, for a person.', examples: ['The sender has no credentials.'] });

export const BLOCK_CODES = [
  'content',
  'sending_stopped',
  'credentials_missing',
  'sender_missing',
  'address_unreachable',
  'template_refused',
  'unapproved',
  'spend_cap',
] as const;

/** Why a campaign would not start. */
const block = z.object({
  code: z.enum(BLOCK_CODES),
  message,
  path: z
    .string()
    .optional()
    .meta({ description: 'The field of the draft.', examples: ['message_content'] }),
});
export type Block = z.infer<typeof block>;

/** What is worth knowing before it starts. */
const note = z.object({
  code: z.string().meta({ description: 'What it is about.', examples: ['missing_variable'] }),
  message,
  count: people.optional().describe('How many people it is about.'),
  placeholder: z
    .string()
    .optional()
    .meta({
      description:
        'Which placeholder these people have no value for, as the text has it: `lacking` of the audience lists them.',
      examples: ['{{attributes.city | default: "your town"}}'],
    }),
});
export type Note = z.infer<typeof note>;

const reached = z.object({
  content_key: z.string().meta({ description: 'Which content.', examples: ['default'] }),
  language: z.string().meta({ description: 'BCP 47', examples: ['en'] }),
  people,
});

export const priceCategory = z.enum(['marketing', 'utility', 'service']) satisfies z.ZodType<PriceCategory>;

const costLine = z.object({
  country: z
    .string()
    .nullable()
    .meta({ description: 'ISO 3166; null for numbers without one.', examples: ['DE'] }),
  category: priceCategory.describe('What is paid for: a template, or an answer within 24 hours.'),
  people,
  price: amount.nullable().describe('Of one message; null where it is not known.'),
  amount: amount.nullable().describe('Of all of them.'),
});

/** What a campaign would do if it began now, or at its time. */
export const preflight = z
  .object({
    campaign_id: z
      .string()
      .nullable()
      .meta({ description: 'Null for a draft that is not saved.', examples: [null] }),
    counted_at: z.iso.datetime().describe('When it was counted.'),
    audience: people.describe('Customers who fit the criteria.'),
    sample: z
      .object({
        customers: people.describe('How many customers were read.'),
        share: z.number().describe('Which share of all they are.'),
        reach: z
          .object({ from: people.describe('At least.'), to: people.describe('At most.') })
          .describe('Where the reach is, 19 times out of 20.'),
      })
      .nullable()
      .describe('Null when everyone was counted; else all counts are estimates by this sample.'),
    reach: z
      .object({
        total: people.describe('All of them.'),
        by_content: z.array(reached).describe('Which content they get.'),
      })
      .describe('Who gets it.'),
    left_out: z
      .object({
        total: people.describe('All of them.'),
        by_reason: z.partialRecord(z.enum(SKIP_REASONS), people).describe('As in the report.'),
      })
      .describe('Who fits and does not get it, by reason.'),
    waits: z
      .object({
        sending_hours: people.describe('Until it is time where they are.'),
        frequency_cap: people.describe('Until they may have another message.'),
        send_time: people.describe('Until their hour of the day, within 24 hours of the start.'),
      })
      .describe('Who gets it later than others, because of a rule.'),
    cost: z
      .object({
        amount: amount.describe('If all messages are delivered; of those whose price is known.'),
        currency: z.string().meta({ description: 'ISO 4217', examples: ['USD'] }),
        as_of: z
          .string()
          .nullable()
          .meta({
            description: 'The day of the list of prices; null where your own count alone.',
            examples: ['2026-10-01'],
          }),
        source: z
          .string()
          .nullable()
          .meta({ description: 'Whose list it is.', examples: ['List prices'] }),
        lines: z.array(costLine).describe('By country and category.'),
      })
      .describe('An estimate.'),
    timing: z
      .object({
        starts_at: z.iso.datetime().describe('When the first message goes out.'),
        ends_at: z.iso.datetime().nullable().describe('When the last one does; null when that is months away.'),
        rate: z.number().describe('Messages per second of the sender.'),
        after: z
          .array(
            z.object({
              campaign_id: z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
              name: z.string().meta({ examples: ['Spring sale'] }),
              remaining: people
                .nullable()
                .describe('About how many people it has still to send to; null before it begins.'),
            }),
          )
          .describe('Campaigns that use the same sender before it.'),
      })
      .describe('By the sender’s pace and limits, what it is sending already, and the sending hours.'),
    experiment: z
      .object({
        arms: z
          .array(
            z.object({
              variant: z.string().meta({ description: 'Which arm; the control first.', examples: ['short'] }),
              people: people.describe('Of the test.'),
            }),
          )
          .describe('Who would be compared.'),
        waiting: people.describe('Who waits for the decision, and gets the winner.'),
        outside: people.describe('Who cannot get every arm, gets the control, and counts nowhere.'),
        usual_rate: z
          .number()
          .meta({ description: 'Which share of people usually does what is counted.', examples: [0.05] }),
        usual_rate_known: z.boolean().describe('Whether that is by your last campaigns; otherwise it is assumed.'),
        smallest_difference: z
          .number()
          .nullable()
          .meta({
            description:
              'Which difference from the control would be found in 85 of 100 such tests, as a share of people: 0.02 is from 5 to 7 %. Null when an arm has nobody.',
            examples: [0.02],
          }),
      })
      .nullable()
      .describe('What the experiment can find; null without one.'),
    templates: z.array(shownTemplate).describe('The template of each content, and how its review stands.'),
    next_dates: z.array(z.iso.datetime()).describe('The next five dates of a campaign that recurs.'),
    blocks: z.array(block).describe('Why it would not start. Empty when it would.'),
    warnings: z.array(note).describe('What is worth knowing.'),
  })
  .meta({ id: 'Preflight' });
export type Preflight = z.input<typeof preflight>;
