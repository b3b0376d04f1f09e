import { logGamma } from '../../platform/gamma.ts';
import type { Tally } from '../beta.ts';

export interface Expectation {
  /** What choosing this arm is expected to cost, against the one that is truly best: a difference of rates. */
  readonly expected_loss: number;
  readonly probability_best: number;
}

/** Beyond this many standard deviations from its mean, nothing of a rate is left that anybody could notice. */
const REACH = 20;
const CELLS = 400;
/** Within a cell, in quarters: so that both of its halves are integrated by Simpson's rule. */
const QUARTERS = [0, 0.25, 0.5, 0.75, 1] as const;

/** A cell: its width, and the chance (upper tail too) of each arm at its begin, middle and end, with the densities there. */
interface Cell {
  readonly width: number;
  readonly at: readonly (readonly Point[])[];
}

interface Point {
  readonly density: number;
  readonly below: number;
  readonly above: number;
}

/**
 * What each arm is expected to lose, each rate being Beta(1 + successes, 1 + failures): for arm j that is the integral of
 * F_j (1 - the product of all other F), which loses no digits where the loss is small.
 */
export function expectations(arms: readonly Tally[]): Expectation[] {
  const cells = cellsOf(arms);
  return arms.map((_, arm) => ({
    expected_loss: integral(cells, (points) => (points[arm]?.below ?? 0) * atLeastOneAbove(points, arm)),
    probability_best: integral(cells, (points) => (points[arm]?.density ?? 0) * (1 - atLeastOneAbove(points, arm))),
  }));
}

/** The probability that another arm's rate is higher than this point. */
function atLeastOneAbove(points: readonly Point[], arm: number): number {
  const logs = points.map(({ above }, other) => (other === arm ? 0 : Math.log1p(-Math.min(1, above))));
  return -Math.expm1(logs.reduce((sum, log) => sum + log, 0));
}

/** By Simpson's rule over each cell. */
function integral(cells: readonly Cell[], value: (points: readonly Point[]) => number): number {
  return cells.reduce((sum, { width, at: [begin = [], middle = [], end = []] }) => {
    return sum + (width / 6) * (value(begin) + 4 * value(middle) + value(end));
  }, 0);
}

function cellsOf(arms: readonly Tally[]): Cell[] {
  const densities = arms.map(densityOf);
  const edges = [...new Set(densities.flatMap(({ edges }) => edges))].toSorted((a, b) => a - b);
  const cells = edges.slice(1).map((end, n) => {
    const begin = edges[n] ?? 0;
    const width = end - begin;
    return { width, of: densities.map(({ density }) => QUARTERS.map((part) => density(begin + width * part))) };
  });
  const shares = densities.map((_, arm) => cells.map(({ width, of }) => halves(width, of[arm] ?? [])));
  const below = shares.map((halves) => cumulated(halves));
  const above = shares.map((halves) => cumulated(halves.map(([a, b]) => [b, a] as const).toReversed()).toReversed());
  return cells.map(({ width, of }, n) => ({
    width,
    at: ([0, 1, 2] as const).map((third) =>
      densities.map((_, arm) => ({
        density: of[arm]?.[2 * third] ?? 0,
        below: below[arm]?.[n]?.[third] ?? 0,
        above: above[arm]?.[n]?.[2 - third] ?? 0,
      })),
    ),
  }));
}

/** The probability of each half of a cell, by Simpson's rule. */
function halves(width: number, values: readonly number[]): readonly [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = values;
  return [(width / 12) * (a + 4 * b + c), (width / 12) * (c + 4 * d + e)];
}

/** The probability up to the begin, the middle and the end of each cell. */
function cumulated(halves: readonly (readonly [number, number])[]): (readonly [number, number, number])[] {
  let total = 0;
  return halves.map(([first, second]) => {
    const begin = total;
    total += first + second;
    return [begin, begin + first, total];
  });
}

function densityOf({ successes, trials }: Tally) {
  const failures = trials - successes;
  const mean = (successes + 1) / (trials + 2);
  const deviation = Math.sqrt((mean * (1 - mean)) / (trials + 3));
  const [low, high] = [Math.max(0, mean - REACH * deviation), Math.min(1, mean + REACH * deviation)];
  const scale = logGamma(trials + 2) - logGamma(successes + 1) - logGamma(failures + 1);
  const log = (count: number, rate: number) => (count === 0 ? 0 : count * Math.log(rate));
  const edges = Array.from(
    { length: CELLS + 1 },
    (_, n) => low + (high - low) * Math.sin((Math.PI / 2) * (n / CELLS)) ** 2,
  );
  return {
    edges,
    density: (rate: number) =>
      rate < low || rate > high ? 0 : Math.exp(scale + log(successes, rate) + log(failures, 1 - rate)),
  };
}
