import * as z from 'zod';

import { comparison, decision, interval, variant } from '../../campaign/decision.ts';
import { METRICS } from '../../campaign/experiment.ts';

const count = z.int().min(0);

export const experimentWire = z
  .object({
    metric: z.enum(METRICS).describe('What is counted.'),
    window_hours: z.int().describe('How long each person has.'),
    decides_at: z.iso.datetime().describe('When it is decided at the latest.'),
    variants: z
      .array(
        z.object({
          variant,
          weight: z.int().describe('Its part, in proportion to the others’.'),
          assigned: count.describe('People whom it was planned for.'),
          tried: count.describe('People to whom it was sent, or tried to be sent, so far.'),
          window_over: count.describe('Those of them who had their whole time: the rate’s denominator.'),
          did: count.describe('Those of them who did it in their time.'),
          delivered: count.describe('Those of them whom it reached.'),
          rate: z
            .number()
            .nullable()
            .describe('From 0 to 1; null while there are too few, or people are still planned.'),
          expected_loss: z
            .number()
            .nullable()
            .describe(
              'How many of 1,000 people choosing it is expected to lose against the best; it decides nothing. Null once that is decided.',
            ),
        }),
      )
      .describe('The control first. Whoever cannot get every variant counts in none.'),
    pick: z
      .string()
      .nullable()
      .meta({
        description: 'Of an experiment with `pick`, in words: whether variants were picked. Null without it.',
        examples: ['Not proved when it began: it was sent as a plain experiment.'],
      }),
    comparisons: z
      .array(comparison)
      .describe('Each variant against the control: as of now, or as it was decided. Empty while there are too few.'),
    decision: decision.nullable().describe('Null until it is decided.'),
    verdict: z.string().meta({ description: 'The same in words.', examples: ['Not decided yet.'] }),
    warnings: z
      .array(z.string().meta({ examples: ['The variants did not arrive equally often.'] }))
      .describe('What is worth knowing beside it.'),
  })
  .meta({ id: 'ExperimentReport' });
export type ExperimentWire = z.infer<typeof experimentWire>;

const side = z.object({
  planned: count.describe('Whose time is over.'),
  converted: count.describe('Those who converted.'),
});

export const holdoutWire = z
  .object({
    sent: side.describe('Everybody who was planned and not held back, also those who were skipped.'),
    held: side.describe('Those who got nothing, by chance.'),
    difference: z
      .number()
      .nullable()
      .describe('How much more of those sent to converted; null while there are too few, or somebody has time left.'),
    interval: interval.nullable().describe('Where the true difference is with a confidence of 95 %.'),
    verdict: z.string().meta({ description: 'The same in words.', examples: ['Too few people to say.'] }),
  })
  .meta({ id: 'HoldoutReport' });
export type HoldoutWire = z.infer<typeof holdoutWire>;
