import * as z from 'zod';

import { idOf } from '../platform/ids.ts';

const count = z.number().int();

export const METRICS = ['click_through_rate', 'conversion_rate', 'read_rate', 'delivery_rate'] as const;

export const comparisonWire = z
  .object({
    metrics: z.array(
      z.object({
        metric: z.enum(METRICS),
        campaigns: z.array(
          z.object({
            campaign_id: idOf('cmp'),
            name: z.string().meta({ examples: ['Spring sale'] }),
            successes: count.describe('The rate’s numerator.'),
            trials: count.describe('The rate’s denominator.'),
            rate: z.number().nullable(),
            interval: z.tuple([z.number(), z.number()]).describe('Where the rate is with a probability of 95 %.'),
            probability_best: z.number().describe('The probability that this campaign is the best of them.'),
          }),
        ),
        verdict: z.string().meta({ description: 'The same in words.', examples: ['Not yet clear.'] }),
        chance: z
          .number()
          .nullable()
          .describe(
            'How often equal campaigns differ at least so much, corrected for all that were compared; null while there is too little evidence.',
          ),
        sure: z.literal(false).describe('Deprecated: what is observed is never sure.'),
      }),
    ),
  })
  .meta({ id: 'Comparison' });
export type Comparison = z.infer<typeof comparisonWire>;
