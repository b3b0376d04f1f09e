import { isEnough, compareRates, rateOf } from '../analytics/experiment/two-proportions.ts';
import { scoreInterval } from '../analytics/experiment/score-interval.ts';
import { quantileAbove, twoSided } from '../platform/normal.ts';
import { sumOf, type CellCount } from './tally.ts';

/** People who got something with the same probability. */
export interface Drawn extends CellCount {
  readonly propensity: number;
}

/** How much higher the arm's rate is, where that is but for this error, and how often equal rates differ at least so much. */
export interface Compared {
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly p: number;
}

/** @returns undefined where there are too few to say more than the counts */
export function compareDrawn(control: readonly Drawn[], arm: readonly Drawn[], error: number): Compared | undefined {
  const pair = { control: sumOf(control), arm: sumOf(arm) };
  if (!isEnough(pair)) return undefined;
  if (isEven(control) && isEven(arm)) {
    const { difference, p } = compareRates(pair);
    return { difference, p, interval: scoreInterval(pair, error) };
  }
  const [a, b] = [weighted(control), weighted(arm)];
  const difference = b.rate - a.rate;
  const deviation = Math.sqrt(a.variance + b.variance);
  const reach = quantileAbove(error / 2) * deviation;
  return {
    difference,
    p: deviation > 0 ? twoSided(difference / deviation) : 1,
    interval: [Math.max(-1, difference - reach), Math.min(1, difference + reach)],
  };
}

/** Whether all of a side got it with one probability: then each weighs the same. */
function isEven(side: readonly Drawn[]): boolean {
  return new Set(side.map(({ propensity }) => propensity)).size === 1;
}

/** The rate of everybody who could have got it, each counted by one over their propensity; its variance by the squares of that. */
function weighted(groups: readonly Drawn[]): { readonly rate: number; readonly variance: number } {
  const counted = groups.map((group) => ({ ...group, weight: 1 / group.propensity }));
  const total = (of: (one: (typeof counted)[number]) => number) => counted.reduce((sum, one) => sum + of(one), 0);
  const people = total(({ weight, trials }) => weight * trials);
  const rate = people === 0 ? rateOf(sumOf(groups)) : total(({ weight, successes }) => weight * successes) / people;
  const squares = total(
    ({ weight, trials, successes }) => weight ** 2 * (successes * (1 - rate) ** 2 + (trials - successes) * rate ** 2),
  );
  return { rate, variance: people === 0 ? 0 : squares / people ** 2 };
}
