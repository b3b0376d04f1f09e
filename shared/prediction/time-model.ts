import * as z from 'zod';

import { BLOCKS } from '../campaign/send-time.ts';
import { idOf } from '../platform/ids.ts';
import { FEWEST } from './judge.ts';
import { fitLogistic, type Group } from './logistic.ts';
import { TIME_WEIGHTS, timeTrialOf, timeValuesOf } from './time-cell.ts';
import type { Tally } from './tally.ts';

export const TIME_OUTCOMES = ['proved', 'not_proved', 'too_few', 'stays', 'switched_off'] as const;
export const TIME_GROUNDS = ['random_hours', 'shares'] as const;
export const TIME_STATUSES = ['unproved', 'in_use'] as const;

const whole = z.number().int();
const side = z.object({ people: whole, did: whole });

/** How much better the best hour did than something else. */
const compared = z.object({
  difference: z.number(),
  /** At the level of its step; both intervals hold together with a probability of 95 %. */
  interval: z.tuple([z.number(), z.number()]),
  /** Corrected for both comparisons. */
  chance: z.number(),
  holds: z.boolean(),
});

/** How those who were sent to at their best hour did, all by chance, against the start and against other hours. */
export const timeProof = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(TIME_OUTCOMES),
  /** By those whose random hour happened to be their best one, or by the shares of a campaign that used best hours. */
  by: z.enum(TIME_GROUNDS),
  campaigns: z.array(idOf('cmp')),
  best: side,
  start: side,
  random: side,
  against_start: compared.optional(),
  against_random: compared.optional(),
});
export type TimeProof = z.infer<typeof timeProof>;

/** What was learnt of the hour at which to send to whom, and what it has proved so far. It holds nothing of any person. */
export const timeModel = z.object({
  training: z.string(),
  trained_at: z.iso.datetime(),
  /** The campaigns that it was trained by. */
  campaigns: z.array(idOf('cmp')),
  people: whole,
  did: whole,
  /** The intercept first. */
  weights: z.array(z.number()).length(TIME_WEIGHTS),
  errors: z.array(z.number()).length(TIME_WEIGHTS),
  status: z.enum(TIME_STATUSES),
  /** The newest last. */
  proofs: z.array(timeProof),
});
export type TimeModel = z.infer<typeof timeModel>;

/** A campaign with shares that has closed, and what became of its people. */
export interface TimeSeen {
  readonly id: string;
  /** The training of the model by which it gave people their best hour; undefined where those got it at the start. */
  readonly model?: string | undefined;
  readonly tally: Tally;
}

/** Draws rates of hours and people of whom little is known to what is usual. */
const RIDGE = 1;

/**
 * Learns from the first half of those who got a random hour, and in that hour. Each campaign has a rate of its own, so that one that is
 * tapped more says nothing of the hours that were open in it.
 * @returns undefined where too few did it, or did not
 */
export function trainTimes(
  seen: readonly TimeSeen[],
): Pick<TimeModel, 'campaigns' | 'people' | 'did' | 'weights' | 'errors'> | undefined {
  const [, ...others] = seen;
  const groups = seen.flatMap(({ id, tally }) =>
    [...tally].flatMap(([cell, counts]): Group[] => {
      const { profile, given, half } = timeTrialOf(cell);
      if (half !== 0 || given.got !== 'random' || !given.isOnTime) return [];
      const own = others.map((other) => (other.id === id ? 1 : 0));
      return [{ ...counts, values: [...timeValuesOf(profile, given.block), ...own] }];
    }),
  );
  const people = groups.reduce((sum, { trials }) => sum + trials, 0);
  const did = groups.reduce((sum, { successes }) => sum + successes, 0);
  if (Math.min(did, people - did) < FEWEST) return undefined;
  const fit = fitLogistic(groups, RIDGE);
  if (!fit) return undefined;
  const [weights, variances] = [fit.weights, fit.variances].map((all) => all.slice(0, TIME_WEIGHTS));
  if (!weights || !variances) return undefined;
  const errors = variances.map((variance) => Math.sqrt(variance));
  return { campaigns: seen.map(({ id }) => id), people, did, weights, errors };
}

/** The blocks of somebody's day, that first at which they likeliest tap. */
export function rankBlocks({ weights }: Pick<TimeModel, 'weights'>, profile: number): number[] {
  const [intercept = 0, ...rest] = weights;
  const scores = Array.from({ length: BLOCKS }, (_, block) =>
    timeValuesOf(profile, block).reduce((sum, value, n) => sum + value * (rest[n] ?? 0), intercept),
  );
  return [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}
