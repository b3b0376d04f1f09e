import * as z from 'zod';

import { TIME_GROUNDS, TIME_OUTCOMES, TIME_STATUSES } from './time-model.ts';

const count = z.number().int();
const share = z.number();
const interval = z.tuple([z.number(), z.number()]);
const side = z.object({
  people: count.describe('Who was sent to then.'),
  did: count.describe('Who tapped within a day of it.'),
});

const compared = z
  .object({
    difference: share.describe('How much higher the rate at the best hour is.'),
    interval: interval.describe('Where the difference is; both intervals hold together with a probability of 95 %.'),
    chance: share.describe('How often useless hours differ at least so much, corrected for both comparisons.'),
    proved: z.boolean().describe('Whether chance explains it in at most 5 % of proofs, both comparisons together.'),
  })
  .meta({ id: 'SendTimeComparison' });

const proof = z
  .object({
    outcome: z
      .enum(TIME_OUTCOMES)
      .describe('It was proved, was not, could not be judged, stays in use, or is used no longer.'),
    by: z
      .enum(TIME_GROUNDS)
      .describe(
        'By people whose random hour happened to be their best one and from whom nothing was learnt, or by the three shares of a campaign that used best hours.',
      ),
    judged_at: z.iso.datetime().describe('When.'),
    campaigns: z.array(z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] })),
    best: side.describe('At their best hour.'),
    start: side.describe('At the start.'),
    random: side.describe('At an hour by chance.'),
    against_start: compared.nullable().describe('The claim; null where there are too few to say more than the counts.'),
    against_random: compared.nullable().describe('The cause; null where there are too few.'),
  })
  .meta({ id: 'SendTimeProof' });

export const timesWire = z
  .object({
    status: z
      .enum(['not_enough_evidence', ...TIME_STATUSES])
      .describe('Whether campaigns with `send_time` that begin now use best hours.'),
    verdict: z.string().meta({ description: 'The same in words.', examples: ['In use.'] }),
    trained_at: z.iso.datetime().nullable().describe('When the present model was trained; null without one.'),
    people: count.describe('How many people with a random hour it was trained by: one half of them.'),
    tapped: count.describe('How many of these tapped within a day.'),
    learnt: z.array(z.string()).meta({
      description: 'What it looks at, and what that is worth, in words.',
      examples: [['Whoever tapped several times before, sent to at their own time of the day: 2.1 times the odds.']],
    }),
    proof: proof.nullable().describe('The newest proof; null before the first.'),
  })
  .meta({ id: 'SendTimes' })
  .describe('At which hour of the day to send to whom.');
export type TimesWire = z.infer<typeof timesWire>;

export const customerHour = z
  .object({
    from: z
      .number()
      .int()
      .meta({ description: 'The first hour of it, by the customer’s clock.', examples: [18] }),
    to: z
      .number()
      .int()
      .meta({ description: 'The hour that ends it.', examples: [21] }),
    taps: count.describe('By how many taps of theirs their own time of the day is known; 2 stands for 2 or more.'),
    evidence: z.string().meta({
      description: 'The same in words.',
      examples: ['Tapped most of what was sent between 18 and 21 h.'],
    }),
  })
  .meta({ id: 'CustomerBestHour' });
