import * as z from 'zod';

import { METRICS } from '../campaign/experiment.ts';
import { PICK_GROUNDS, PICK_OUTCOMES, PICK_STATUSES } from './pick-model.ts';

const count = z.number().int();
const share = z.number();
const interval = z.tuple([z.number(), z.number()]);
const side = z.object({
  people: count.describe('Who got it, by chance.'),
  did: count.describe('Who did what is counted.'),
});

const proof = z
  .object({
    outcome: z
      .enum(PICK_OUTCOMES)
      .describe('It was proved, was not, could not be judged, stays in use, or is used no longer.'),
    by: z
      .enum(PICK_GROUNDS)
      .describe('By the half of tests that nothing was learnt from, or by a later campaign’s people left to chance.'),
    judged_at: z.iso.datetime().describe('When.'),
    campaigns: z.array(z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] })),
    people: count.describe('Everybody who was judged.'),
    share: share.describe('The part of them for whom another variant than the overall winner is picked.'),
    picked: side.describe('Among these: who got the pick.'),
    winner: side.describe('Among these: who got the overall winner.'),
    difference: share.nullable().describe('How much higher the rate of the pick is; null where there are too few.'),
    interval: interval.nullable().describe('Where the difference is with a probability of 95 %.'),
    chance: share.nullable().describe('How often a useless pick differs at least so much.'),
    uplift: share.nullable().describe('The difference × their share: what picks add over all people.'),
    uplift_interval: interval.nullable().describe('The interval × their share.'),
  })
  .meta({ id: 'PickProof' });

const pick = z
  .object({
    metric: z.enum(METRICS).describe('What its experiments count.'),
    status: z.enum(PICK_STATUSES).describe('Whether experiments with `pick` that begin now pick.'),
    verdict: z.string().meta({ description: 'The same in words.', examples: ['In use.'] }),
    trained_at: z.iso.datetime().describe('When it was trained.'),
    people: count.describe('How many people of tests it was trained by: one half of them.'),
    proof: proof.nullable().describe('The newest proof; null before the first.'),
  })
  .meta({ id: 'Pick' });

export const picksWire = z
  .object({
    verdict: z
      .string()
      .meta({ description: 'All of it in words.', examples: ['Not proved: no experiment has closed yet.'] }),
    by_metric: z.array(pick).describe('Each metric is learnt and proved apart. Empty before the first experiment.'),
  })
  .describe('Which variant to give to whom, by the type of its first button.');
export type PicksWire = z.infer<typeof picksWire>;
