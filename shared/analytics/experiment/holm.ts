/** One of several tests: what it is worth beside the others, and whether it holds. */
export interface Step {
  /** Its probability, corrected for how many were tested: it holds when this is at most the error. */
  readonly adjusted: number;
  readonly holds: boolean;
  /** The part of the error at which its fate was decided: its own, or that of the first test that did not hold. */
  readonly level: number;
}

/**
 * Several tests that together err as seldom as one [Holm, 1979]: the smallest probability is held against the error divided by
 * how many there are, the next against the error divided by one fewer, until one does not hold.
 * @param probabilities in any order; the answers come in the same
 */
export function holm(probabilities: readonly number[], error: number): Step[] {
  const order = probabilities.map((p, place) => ({ p, place })).toSorted((a, b) => a.p - b.p);
  const steps: Step[] = [];
  let adjusted = 0;
  let stopped: number | undefined;
  for (const [rank, { p, place }] of order.entries()) {
    const left = order.length - rank;
    adjusted = Math.min(1, Math.max(adjusted, p * left));
    stopped ??= p * left > error ? error / left : undefined;
    steps[place] = { adjusted, holds: stopped === undefined, level: stopped ?? error / left };
  }
  return steps;
}
