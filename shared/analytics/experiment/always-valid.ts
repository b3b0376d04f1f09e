import { rateOf, differenceOf, pooledVariance, type Pair } from './two-proportions.ts';
import type { Bounds } from './score-interval.ts';

/** How many people each side was given, which is known before the first of them answers. */
export interface Assigned {
  readonly control: number;
  readonly arm: number;
}

/** The share of all errors that looks before the set time may make. */
export const LOOK_ERROR = 0.01;
/** Where the evidence is to be sharpest: at a twelfth of all that is planned. */
const SHARPEST = 12;

/** What one look at a pair says. */
export interface Look {
  /** The logarithm of the evidence against equal rates: below 0 speaks for them. */
  readonly ln_e: number;
  /** Holds at this look and at all others together. */
  readonly interval: Bounds;
}

/**
 * What may be looked at as often as anybody likes: an e-value by a normal mixture, and the confidence sequence that is its
 * mirror [Robbins, 1970; Johari et al., Always valid inference, 2022]. The variance is the larger of the pooled and the
 * unpooled one, so that small counts do not exaggerate.
 * @param comparisons how many pairs are looked at beside each other
 */
export function lookAt(pair: Pair, assigned: Assigned, comparisons: number): Look {
  const { control, arm } = pair;
  const difference = differenceOf(pair);
  const variance = Math.max(pooledVariance(pair), varianceOf(control) + varianceOf(arm));
  const r = (SHARPEST * size(control.trials, arm.trials)) / size(assigned.control, assigned.arm);
  const error = LOOK_ERROR / comparisons;
  const reach = Math.sqrt(((variance * (1 + r)) / r) * (Math.log1p(r) + 2 * Math.log(1 / error)));
  const square = variance > 0 ? difference ** 2 / variance : 0;
  return {
    ln_e: -Math.log1p(r) / 2 + (r * square) / (2 * (1 + r)),
    interval: [Math.max(-1, difference - reach), Math.min(1, difference + reach)],
  };
}

/** Whether the evidence of a look is enough to stop. */
export function isProvedBy({ ln_e }: Look, comparisons: number): boolean {
  return ln_e >= Math.log(comparisons / LOOK_ERROR);
}

function size(one: number, other: number): number {
  return (one * other) / (one + other);
}

function varianceOf(tally: Pair['arm']): number {
  const rate = rateOf(tally);
  return (rate * (1 - rate)) / tally.trials;
}
