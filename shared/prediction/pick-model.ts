import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { KINDS, type Kind } from './course.ts';
import { FEWEST } from './judge.ts';
import { fitLogistic, type Group } from './logistic.ts';
import { PICK_WEIGHTS, pickTrialOf, pickValuesOf } from './pick-cell.ts';
import type { Tally } from './tally.ts';

export const PICK_OUTCOMES = ['proved', 'not_proved', 'too_few', 'stays', 'switched_off'] as const;
export const PICK_GROUNDS = ['test_half', 'chance_share'] as const;
export const PICK_STATUSES = ['unproved', 'in_use'] as const;

const whole = z.number().int();
const side = z.object({ people: whole, did: whole });

/** How those who got what was picked for them did against those who got the overall winner, all by chance. */
export const pickProof = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(PICK_OUTCOMES),
  /** On the half of tests that nothing was learnt from, or on a later campaign's chance share. */
  by: z.enum(PICK_GROUNDS),
  campaigns: z.array(idOf('cmp')),
  /** Everybody who was judged, and the part of them for whom another arm than the winner is picked. */
  people: whole,
  share: z.number(),
  /** Among these: who got the pick, and who got the winner. */
  picked: side,
  winner: side,
  difference: z.number().optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  chance: z.number().optional(),
});
export type PickProof = z.infer<typeof pickProof>;

/** What was learnt of which arm to give to whom, for one metric, and what it has proved so far. */
export const pickModel = z.object({
  training: z.string(),
  trained_at: z.iso.datetime(),
  /** The campaigns that it was trained by. */
  campaigns: z.array(idOf('cmp')),
  /** What their arms began with: of other kinds it knows nothing. */
  kinds: z.array(z.enum(KINDS)),
  people: whole,
  did: whole,
  /** The intercept first. */
  weights: z.array(z.number()).length(PICK_WEIGHTS),
  status: z.enum(PICK_STATUSES),
  /** The newest last. */
  proofs: z.array(pickProof),
});
export type PickModel = z.infer<typeof pickModel>;

/** An experiment whose arms begin with buttons of different kinds, and what became of its test. */
export interface PickSeen {
  readonly id: string;
  /** How likely each kind was for somebody of the test. */
  readonly propensities: Readonly<Partial<Record<Kind, number>>>;
  readonly tally: Tally;
}

const RIDGE = 1;

/** Learns from the first half of all tests. @returns undefined where too few did it, or did not */
export function trainPick(
  seen: readonly PickSeen[],
): Pick<PickModel, 'campaigns' | 'kinds' | 'people' | 'did' | 'weights'> | undefined {
  const groups = seen.flatMap(({ tally }) =>
    [...tally].flatMap(([cell, counts]): Group[] => {
      const { profile, kind, half } = pickTrialOf(cell);
      return half === 0 ? [{ ...counts, values: pickValuesOf(profile, kind) }] : [];
    }),
  );
  const people = groups.reduce((sum, { trials }) => sum + trials, 0);
  const did = groups.reduce((sum, { successes }) => sum + successes, 0);
  if (Math.min(did, people - did) < FEWEST) return undefined;
  const fit = fitLogistic(groups, RIDGE);
  const kinds = KINDS.filter((kind) => seen.some(({ propensities }) => propensities[kind] !== undefined));
  return fit && { campaigns: seen.map(({ id }) => id), kinds, people, did, weights: [...fit.weights] };
}

/** The kind that somebody of a profile likeliest answers; of several alike, the one that is preferred. */
export function pickKind(
  { weights }: Pick<PickModel, 'weights'>,
  profile: number,
  kinds: readonly Kind[],
  preferred?: Kind,
): Kind | undefined {
  const [intercept = 0, ...rest] = weights;
  const scoreOf = (kind: Kind) =>
    pickValuesOf(profile, kind).reduce((sum, value, n) => sum + value * (rest[n] ?? 0), intercept);
  const best = Math.max(...kinds.map(scoreOf));
  const found = KINDS.filter((kind) => kinds.includes(kind) && scoreOf(kind) >= best);
  return preferred && found.includes(preferred) ? preferred : found[0];
}
