import { isEnough, rateOf, type Pair } from './two-proportions.ts';
import type { Bounds } from './score-interval.ts';

/** What the counts say of one arm against the control. */
export interface PairResult {
  /** The arm's place; 0 is the control. */
  readonly arm: number;
  readonly difference: number;
  /** Where the true difference is, but for this error. */
  readonly interval: Bounds;
  readonly error: number;
  /** How often equal arms differ at least so much, corrected for how many were compared; of the set time alone. */
  readonly chance?: number | undefined;
  readonly proved: 'better' | 'worse' | undefined;
}

export function provedBy(holds: boolean, difference: number): PairResult['proved'] {
  if (!holds) return undefined;
  return difference > 0 ? 'better' : 'worse';
}

/** Each arm beside the control; undefined where there are too few to say more than the counts. */
export function pairsOf(tallies: readonly Pair['arm'][]): (Pair | undefined)[] {
  const [control, ...others] = tallies;
  return others.map((arm) => {
    const pair = control && { control, arm };
    return pair && isEnough(pair) ? pair : undefined;
  });
}

/**
 * Of the arms proved better than the control the one with the highest rate; the control, if every other arm is proved worse.
 * @returns the winner's place; undefined when nothing follows
 */
export function winnerOf(tallies: readonly Pair['arm'][], results: readonly PairResult[]): number | undefined {
  const rate = (place: number) => rateOf(tallies[place] ?? { successes: 0, trials: 0 });
  const better = results.filter(({ proved }) => proved === 'better').map(({ arm }) => arm);
  const [best] = better.toSorted((a, b) => rate(b) - rate(a));
  const others = tallies.length - 1;
  const allWorse = others > 0 && results.filter(({ proved }) => proved === 'worse').length === others;
  return best ?? (allWorse ? 0 : undefined);
}
