import { logGamma } from '../../platform/gamma.ts';
import { chiSquareTail } from '../../platform/normal.ts';

/** How strongly equal shares are believed in beforehand. */
const STRENGTH = 100;
const MIN_EVIDENCE = 1_000;
const MAX_CHANCE = 0.001;

/** People of each arm, and the arms' weights. */
export interface Drawn {
  readonly counts: readonly number[];
  readonly weights: readonly number[];
}

function sharesOf({ weights }: Drawn): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}

/**
 * The logarithm of the evidence that people are not where chance puts them, which may be looked at as often as anybody likes:
 * a Dirichlet-multinomial against the weights [Lindon and Malek, 2022].
 */
export function runningEvidence(drawn: Drawn): number {
  const all = drawn.counts.reduce((sum, count) => sum + count, 0);
  const parts = sharesOf(drawn).map((share, arm) => {
    const count = drawn.counts[arm] ?? 0;
    return logGamma(STRENGTH * share + count) - logGamma(STRENGTH * share) - count * Math.log(share);
  });
  return logGamma(STRENGTH) - logGamma(STRENGTH + all) + parts.reduce((sum, part) => sum + part, 0);
}

/** How often chance alone puts people at least this far from the weights. */
export function ratioChance(drawn: Drawn): number {
  const all = drawn.counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 1;
  const sum = sharesOf(drawn).reduce((total, share, arm) => {
    const expected = all * share;
    return total + ((drawn.counts[arm] ?? 0) - expected) ** 2 / expected;
  }, 0);
  return chiSquareTail(sum, drawn.counts.length - 1);
}

/** Whether something other than chance put people into the arms, so that nothing can be said of the arms. */
export function isSkewed(drawn: Drawn, isSetTime: boolean): boolean {
  const isEvident = runningEvidence(drawn) >= Math.log(MIN_EVIDENCE);
  return isEvident || (isSetTime && ratioChance(drawn) < MAX_CHANCE);
}
