import * as z from 'zod';

import { OBSERVED_BY } from '../content/observed-by.ts';

const count = z.number().int();

export const DIMENSIONS = ['title', 'type', 'position', 'media_type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const value = z
  .object({
    value: z.string().meta({ description: 'What the buttons have in common.', examples: ['order'] }),
    observed_by: z.array(z.enum(OBSERVED_BY)).describe('How their taps are known, each way once.'),
    campaigns: count.describe('In how many campaigns.'),
    sent: count.describe(
      'Buttons like this in delivered messages; of media types, delivered messages with buttons. Only those whose taps can be known: not tracked are links without Herald, and calls, unless somebody reported taps.',
    ),
    clicks: count.describe('Customers who tapped, each once per button and message.'),
    rate: z
      .number()
      .nullable()
      .describe('Clicks of those sent; null when none of their taps can be known, which is not 0.'),
    interval: z.tuple([z.number(), z.number()]).describe('Where the rate is with a probability of 95 %.'),
  })
  .meta({ id: 'ButtonInsight' });

const recommendation = z
  .object({
    dimension: z.enum(DIMENSIONS),
    value: z.string().meta({ description: 'What did better.', examples: ['order'] }),
    advice: z.string().meta({ description: 'What to do, for a person.', examples: ['Use titles like “order”.'] }),
    chance: z
      .number()
      .describe('How often equal values differ at least so much, corrected for how many were compared.'),
    probability: z
      .number()
      .describe('Deprecated, and not corrected: that its rate is higher than that of all other values together.'),
    lift: z
      .number()
      .nullable()
      .describe('How much higher its rate is: 0.5 means half as much again. Null if no other value was tapped.'),
    evidence: z.object({ delivered: count, clicked: count, campaigns: count }).describe('What it rests on.'),
    confidence: z.enum(['strong', 'moderate', 'weak']).describe('By `chance`: at most 1, 5 or 20 %.'),
  })
  .meta({ id: 'Recommendation' });

const unclear = z
  .object({
    dimension: z.enum(DIMENSIONS),
    reason: z.enum(['too_little_evidence', 'no_clear_difference']),
    detail: z.string().meta({ description: 'The same for a person.', examples: ['Too few messages were delivered.'] }),
    more_delivered: count.describe('How many more are needed at least before a comparison; 0 when there are enough.'),
    more_campaigns: count.describe('The same of campaigns.'),
  })
  .meta({ id: 'UnclearDimension' });

export const buttonInsightsWire = z
  .object({
    campaigns_considered: count.describe('How many campaigns it rests on.'),
    truncated: z.boolean().describe('Whether there were more than it looked at.'),
    note: z
      .string()
      .meta({ description: 'How to read it.', examples: ['Of campaigns that differ in more than this.'] }),
    dimensions: z.object({
      title: z.array(value),
      type: z.array(value),
      position: z.array(value),
      media_type: z.array(value),
    }),
    best_hours: z.object({
      note: z.string().meta({ description: 'How to read it.', examples: ['By the customers’ clocks.'] }),
      clicks: count,
      top: z.array(
        z.object({ weekday: count.describe('0 is Monday.'), hour: count, clicks: count, share: z.number() }),
      ),
      by_weekday_hour: z.array(z.array(count)).describe('By weekday, from Monday, and hour.'),
    }),
    recommendations: z.array(recommendation),
    not_yet_clear: z.array(unclear),
  })
  .meta({ id: 'ButtonInsights' });
export type ButtonInsights = z.infer<typeof buttonInsightsWire>;
