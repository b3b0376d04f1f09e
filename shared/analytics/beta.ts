/** How often something was tried, and how often it came off; never more often than it was tried. */
export interface Tally {
  readonly successes: number;
  readonly trials: number;
}

/** A tap may be known of a message whose delivery was never reported: then that stands for the delivery. */
export function tally(successes = 0, trials = 0): Tally {
  return { successes, trials: Math.max(successes, trials) };
}

/** What a tally says of the rate behind it, when nothing was known before: the distribution Beta(1 + successes, 1 + failures). */
export interface Posterior {
  /** The rate is in here with a probability of 95 %: the 2.5 and the 97.5 % quantile. */
  readonly interval: [low: number, high: number];
  /** That no other's rate is higher; those of all come to 1. */
  readonly probability_best: number;
}

/** Below and above these many standard deviations of its mean less than a billionth of any such distribution is left. */
const REACH = 20;
const CELLS = 4000;
const QUANTILES = [0.025, 0.975] as const;

/**
 * The posteriors of rates beside each other, by summing their densities over cells that are fine enough for each: to 1e-4
 * at any number of trials. (The continued fraction for this distribution stops too early in jstat: 0.12 for 0.5 at 10 million.)
 */
export function posteriorsOf(tallies: readonly Tally[]): Posterior[] {
  const rates = tallies.map((tally) => ({ ...densityOf(tally), total: 0, below: 0, mass: 0, best: 0, cuts: [0, 1] }));
  const edges = Float64Array.from(rates.flatMap(({ low, high }) => edgesOf(low, high))).sort();
  for (const [start, width] of cellsOf(edges)) {
    for (const one of rates) one.total += one.density(start + width / 2) * width;
  }
  for (const [start, width] of cellsOf(edges)) {
    for (const one of rates) one.mass = (one.density(start + width / 2) * width) / one.total;
    for (const one of rates) {
      // Of two in the same cell each is the higher half of the time.
      one.best += rates.reduce((part, other) => part * (other === one ? one.mass : other.below + other.mass / 2), 1);
    }
    for (const one of rates) {
      const after = one.below + one.mass;
      QUANTILES.forEach((share, place) => {
        if (one.below < share && share <= after) one.cuts[place] = start + (width * (share - one.below)) / one.mass;
      });
      one.below = after;
    }
  }
  return rates.map(({ cuts: [low = 0, high = 1], best }) => ({
    interval: [low, high],
    probability_best: Number(best.toFixed(4)),
  }));
}

/** The density in units of its highest value, so that no count is too large for it; nothing outside of low and high. */
function densityOf({ successes, trials }: Tally) {
  const failures = trials - successes;
  const mean = (successes + 1) / (trials + 2);
  const deviation = Math.sqrt((mean * (1 - mean)) / (trials + 3));
  const [low, high] = [Math.max(0, mean - REACH * deviation), Math.min(1, mean + REACH * deviation)];
  const mode = trials === 0 ? 0.5 : successes / trials;
  const log = (count: number, ratio: number) => (count === 0 ? 0 : count * Math.log(ratio));
  const density = (rate: number) =>
    rate < low || rate > high ? 0 : Math.exp(log(successes, rate / mode) + log(failures, (1 - rate) / (1 - mode)));
  return { low, high, density };
}

/** Closer together towards both ends: a rate of almost nothing is likeliest at its very end. */
function edgesOf(low: number, high: number): number[] {
  return Array.from(
    { length: CELLS + 1 },
    (_, place) => low + (high - low) * Math.sin((Math.PI / 2) * (place / CELLS)) ** 2,
  );
}

function* cellsOf(edges: Iterable<number>): Generator<[start: number, width: number]> {
  let start: number | undefined;
  for (const edge of edges) {
    if (start !== undefined && edge > start) yield [start, edge - start];
    start = edge;
  }
}
