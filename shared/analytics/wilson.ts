import type { Tally } from './beta.ts';

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The 95 % interval of a rate by Wilson's score, which holds for few trials, too; null without any. */
export function wilson({ successes, trials }: Tally): Interval | null {
  if (trials === 0) return null;
  const rate = successes / trials;
  const square = Z ** 2 / trials;
  const middle = rate + square / 2;
  const half = Z * Math.sqrt((rate * (1 - rate)) / trials + square / (4 * trials));
  const bound = (value: number) => Number(Math.min(1, Math.max(0, value / (1 + square))).toPrecision(6));
  return { lower: bound(middle - half), upper: bound(middle + half) };
}
