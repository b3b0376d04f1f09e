import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { FEATURES, kindOf, valuesOf, type Basis } from './cell.ts';
import { KINDS } from './course.ts';
import { judge, type Foretold, type Judged, FEWEST } from './judge.ts';
import { fitLogistic, probabilityOf } from './logistic.ts';
import { totalOf, type Tally } from './tally.ts';

const number = z.number();
const whole = z.number().int();
const pair = z.tuple([number, number]);

/** How a model did in one campaign, as it is kept. */
export const judgement = z.object({
  campaign_id: idOf('cmp'),
  at: z.iso.datetime(),
  /** What followed: it was proved, was not, stays in use, or is used no longer. */
  outcome: z.enum(['proved', 'not_proved', 'stays', 'switched_off']),
  people: whole,
  did: whole,
  brier: number,
  base_brier: number,
  skill: number,
  gain: number,
  interval: pair,
  tells_apart: z.boolean(),
  groups: z.array(z.object({ trials: whole, successes: whole, expected: number, isEnough: z.boolean() })),
  calibration: z.object({ slope: number, interval: pair }).optional(),
});
export type Judgement = z.infer<typeof judgement>;

/** What was learnt of who taps, and what it has proved so far. It holds nothing of any person. */
export const tapModel = z.object({
  /** Of the training that made it. */
  training: z.string(),
  trained_at: z.iso.datetime(),
  /** The campaigns whose messages were counted: it is judged by none of them. */
  campaigns: z.array(idOf('cmp')),
  people: whole,
  /** How many of the sixteen lanes of people were read. */
  lanes: whole,
  messages: whole,
  did: whole,
  basis: z.object({ tap: number, read: number }),
  /** How often each kind of button was tapped, in their order; how often any was, where none of a kind was sent. */
  rates: z.array(number).length(KINDS.length),
  /** The intercept first; and how uncertain each is, as a standard error. */
  weights: z.array(number).length(FEATURES.length + 1),
  errors: z.array(number).length(FEATURES.length + 1),
  status: z.enum(['unproved', 'in_use']),
  judgements: z.array(judgement),
  /** Campaigns by which it was to be judged, and in which too few did it, or did not. */
  unjudged: z.array(idOf('cmp')),
});
export type TapModel = z.infer<typeof tapModel>;

/** How strongly weights are drawn to 0: as if by a few people whose features say nothing. */
const RIDGE = 1;

/** What is known of the people and campaigns that a model is made of. */
export type Trained = Pick<TapModel, 'training' | 'trained_at' | 'campaigns' | 'people' | 'lanes' | 'basis'>;

/** @returns undefined where too few tapped, or did not */
export function trainModel(tally: Tally, trained: Trained): TapModel | undefined {
  const { trials, successes } = totalOf(tally);
  if (Math.min(successes, trials - successes) < FEWEST) return undefined;
  const groups = [...tally].map(([cell, counts]) => ({ ...counts, values: valuesOf(cell) }));
  const fit = fitLogistic(groups, RIDGE);
  if (!fit) return undefined;
  return {
    ...trained,
    messages: trials,
    did: successes,
    rates: KINDS.map(
      (_, n) => rateOf(new Map([...tally].filter(([cell]) => kindOf(cell) === n))) ?? successes / trials,
    ),
    weights: [...fit.weights],
    errors: fit.variances.map((variance) => Math.sqrt(variance)),
    ...{ status: 'unproved', judgements: [], unjudged: [] },
  };
}

/** The rate that was known when it was trained. */
export function baseRateOf({ did, messages }: Pick<TapModel, 'did' | 'messages'>): number {
  return did / messages;
}

/** How likely somebody in a cell taps. */
export function foretell({ weights }: Pick<TapModel, 'weights'>, cell: number): number {
  return probabilityOf(weights, valuesOf(cell));
}

function rateOf(tally: Tally): number | undefined {
  const { trials, successes } = totalOf(tally);
  return trials === 0 ? undefined : successes / trials;
}

/** How the model did in a campaign that it has not seen; undefined where too few did it, or did not. */
export function judgeModel(model: TapModel, seen: Tally): Judged | undefined {
  const foretold = [...seen].map(([cell, counts]): Foretold => {
    const sort = kindOf(cell);
    return { ...counts, sort, base: model.rates[sort] ?? baseRateOf(model), probability: foretell(model, cell) };
  });
  return judge(foretold);
}

/** What is usual among a tenant's people, rounded to one of a few values. */
export function basisOf({
  delivered,
  read,
  clicked,
}: Readonly<Record<'delivered' | 'read' | 'clicked', number>>): Basis {
  const rate = (part: number, usual: number) => (delivered === 0 ? usual : part / delivered);
  return { tap: nearest(TAP_RATES, rate(clicked, 0.05)), read: nearest(READ_RATES, rate(read, 0.6)) };
}

const TAP_RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4];
const READ_RATES = [0.2, 0.4, 0.6, 0.8];

function nearest(values: readonly number[], rate: number): number {
  const [found = rate] = values.toSorted((a, b) => Math.abs(a - rate) - Math.abs(b - rate));
  return found;
}
