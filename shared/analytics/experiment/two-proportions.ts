import { twoSided } from '../../platform/normal.ts';
import type { Tally } from '../beta.ts';

/** An arm beside the control. */
export interface Pair {
  readonly control: Tally;
  readonly arm: Tally;
}

/** Below this, an expected count is too small for a test that takes the difference as normal [Cochran, 1954]. */
const MIN_EXPECTED = 5;

export function rateOf({ successes, trials }: Tally): number {
  return trials === 0 ? 0 : successes / trials;
}

/** How much higher the arm's rate is. */
export function differenceOf({ control, arm }: Pair): number {
  return rateOf(arm) - rateOf(control);
}

function pooledRate({ control, arm }: Pair): number {
  return rateOf({ successes: control.successes + arm.successes, trials: control.trials + arm.trials });
}

/** The variance of the difference if both rates are the same, with the correction of Miettinen and Nurminen. */
export function pooledVariance(pair: Pair): number {
  const [n1, n2] = [pair.control.trials, pair.arm.trials];
  const n = n1 + n2;
  const rate = pooledRate(pair);
  return (rate * (1 - rate) * (1 / n1 + 1 / n2) * n) / (n - 1);
}

/** The smallest of the four counts that are expected if both rates are the same. */
export function leastExpected(pair: Pair): number {
  const rate = pooledRate(pair);
  return Math.min(pair.control.trials, pair.arm.trials) * Math.min(rate, 1 - rate);
}

/** Whether there is enough of everything to say more than the counts. */
export function isEnough(pair: Pair): boolean {
  return leastExpected(pair) >= MIN_EXPECTED;
}

/** The difference in standard deviations, and how often one at least as large comes of equal rates by chance. */
export function compareRates(pair: Pair): { readonly difference: number; readonly z: number; readonly p: number } {
  const difference = differenceOf(pair);
  const variance = pooledVariance(pair);
  const z = variance > 0 ? difference / Math.sqrt(variance) : 0;
  return { difference, z, p: twoSided(z) };
}
