import * as z from 'zod';

export const METRICS = ['tapped', 'replied', 'converted', 'read'] as const;
export type Metric = (typeof METRICS)[number];

/** Whoever is held back learns nothing of it: more than half of all people is a campaign that was not sent. */
const MAX_HOLDOUT = 0.5;
const MIN_TEST_SHARE = 0.01;
export const MAX_WINDOW_HOURS = 168;
/** The rest waits for the decision, and a run has room for some 17 days of waiting. */
const MAX_DECIDE_HOURS = 336;
const MAX_WEIGHT = 1_000;
/** Less shows too slowly whether a pick is still worth it; of more nothing is left to it. */
const CHANCE_SHARES = { min: 0.05, max: 0.9 };
/** The part of the people that a pick leaves to chance, unless it is given. */
export const CHANCE_SHARE = 0.2;

/** How a campaign's arms are compared, and what becomes of whoever waits for it. */
export const experiment = z
  .strictObject({
    metric: z.enum(METRICS).describe('What is counted: people who tapped, replied, converted or read.'),
    button_id: z.string().min(1).max(128).optional().describe('Of `tapped`: which button; any, unless it is given.'),
    window_hours: z
      .number()
      .int()
      .min(1)
      .max(MAX_WINDOW_HOURS)
      .default(24)
      .describe('How long each person has, from when the message was sent to them.'),
    test_share: z
      .number()
      .min(MIN_TEST_SHARE)
      .max(1)
      .default(1)
      .describe('The part of the audience that is tested; the rest waits for the decision and gets the winner.'),
    decide_after_hours: z
      .number()
      .int()
      .min(1)
      .max(MAX_DECIDE_HOURS)
      .optional()
      .describe(
        'When it is decided at the latest, from the begin; three windows after it, or as soon as windows can be over, unless it is given.',
      ),
    no_winner: z
      .enum(['control', 'split', 'stop'])
      .default('control')
      .describe('What the rest gets when nothing is proved: the control, each person an arm by chance, or nothing.'),
    pick: z
      .literal('predicted')
      .optional()
      .describe(
        'Each person gets the arm that they likeliest answer, and nobody waits, once that is proved better than the overall winner; until then the campaign is sent as though this were not there.',
      ),
    chance_share: z
      .number()
      .min(CHANCE_SHARES.min)
      .max(CHANCE_SHARES.max)
      .optional()
      .describe(
        'Of `pick`: the part of the people who get an arm by chance instead, in equal parts. 0.2 unless given.',
      ),
  })
  .meta({ examples: [{ metric: 'tapped', window_hours: 24, test_share: 0.3, no_winner: 'control' }] });
export type Experiment = z.infer<typeof experiment>;

export const weight = z
  .number()
  .int('must be a whole number from 1 to 1,000: this arm’s part, in proportion to the others’')
  .min(1)
  .max(MAX_WEIGHT);

export const WEIGHT =
  'Makes the content an arm of an experiment: its part of the people, in proportion to the other arms’.';

export const VARIANT =
  'The arm that a content belongs to: several languages of one arm share it. The key, unless it is given.';
export const variant = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'must be 1 to 32 small letters, digits, _ or -, like short or with-emoji')
  .meta({ examples: ['short'] });

export const holdout = z.number().min(0).max(MAX_HOLDOUT);
const HOLDOUT = 'The part of the audience that gets nothing, by chance, so that it shows what the campaign brings.';

/** What may be said of a campaign's experiment beside its contents. */
export const experimentFields = {
  variant: variant.optional().describe(VARIANT),
  weight: weight.optional().describe(WEIGHT),
  experiment: experiment.optional().describe('How the contents with a `weight` are compared.'),
  holdout: holdout.optional().describe(HOLDOUT),
};
