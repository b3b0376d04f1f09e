import * as z from 'zod';

const count = z.int().min(0);
const tally = z.object({
  did: count.describe('Who did it in their time.'),
  tried: count.describe('Who had their whole time.'),
});

export const variant = z.string().meta({ description: 'Which arm.', examples: ['short'] });

export const interval = z.object({ lower: z.number().describe('At least.'), upper: z.number().describe('At most.') });

/** One variant against the control. */
export const comparison = z.object({
  variant,
  difference: z.number().describe('From the control’s rate, in shares.'),
  interval: interval.describe('Where the true difference is: before a decision, however often one looks.'),
  confidence: z.number().describe('How sure that is, from 0 to 1.'),
});
export type Comparison = z.infer<typeof comparison>;

/** What was decided of an experiment, and by what; it never changes. */
export const decision = z
  .object({
    at: z.iso.datetime().describe('When.'),
    by: z
      .enum(['look', 'set_time', 'sample_ratio', 'person'])
      .describe('A look that was sure enough before the set time, the set time, an alarm, or a person.'),
    winner: z
      .string()
      .optional()
      .meta({ description: 'The variant that won, if one did; of `person`, the one chosen.', examples: ['short'] }),
    rest: z.string().meta({ description: 'What the rest gets: a variant, `split` or `stop`.', examples: ['short'] }),
    counts: z
      .array(tally.extend({ variant }))
      .describe('What it was decided by, the control first. Empty of a person.'),
    comparisons: z
      .array(comparison)
      .optional()
      .describe('Each variant against the control by these counts. Absent of what an earlier version decided.'),
    verdict: z
      .string()
      .meta({ description: 'The same in words.', examples: ['“short” is tapped by 0.9 to 4.1 points more (96 %).'] }),
  })
  .meta({ id: 'ExperimentDecision' });
export type Decision = z.infer<typeof decision>;

/** A variant that a look proved worse than the control, in words; of several looks that say so, the first. */
export const worseArm = z.object({ variant: z.string(), at: z.iso.datetime(), words: z.string() });
export type WorseArm = z.infer<typeof worseArm>;
