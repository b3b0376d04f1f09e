import type { Tally } from '../beta.ts';
import { isProvedBy, LOOK_ERROR, lookAt } from './always-valid.ts';
import { holm } from './holm.ts';
import { isSkewed } from './sample-ratio.ts';
import { scoreInterval } from './score-interval.ts';
import { compareRates, type Pair } from './two-proportions.ts';
import { pairsOf, provedBy, winnerOf, type PairResult } from './winner.ts';

/** The share of errors that is left for the set time: the rest is spent on the looks before. */
const FINAL_ERROR = 0.04;

/** What is known of an experiment's arms, the control first. */
export interface ArmCounts {
  readonly weights: readonly number[];
  /** How many people each arm was given; fixed once everybody is planned. */
  readonly assigned: readonly number[];
  /** How many of them were tried so far. */
  readonly tried: readonly number[];
  /** Those whose window is over, and how many of them did it. */
  readonly closed: readonly Tally[];
}

export type Finding =
  /** Something other than chance decided who is in which arm: nothing can be said of the arms, now or later. */
  | { readonly kind: 'skewed'; readonly of: 'assigned' | 'tried' }
  /** How many people each arm is given is not known yet, on which looks depend. */
  | { readonly kind: 'planning' }
  | { readonly kind: 'too_few' }
  /** `winner`: its place, if one follows. */
  | { readonly kind: 'compared'; readonly results: readonly PairResult[]; readonly winner: number | undefined };

/** What may be said at any moment before the set time, as often as anybody looks. */
export function look(counts: ArmCounts): Finding {
  return find(counts, false, (pairs) => looksAt(pairs, counts));
}

/** What is said once, at the set time. A look at that moment counts, too: its error is spent. */
export function conclude(counts: ArmCounts): Finding {
  return find(counts, true, (pairs) => {
    const early = looksAt(pairs, counts);
    return finalTest(pairs).map((result) => {
      const looked = early.find(({ arm }) => arm === result.arm);
      return result.proved === undefined && looked?.proved !== undefined ? looked : result;
    });
  });
}

/** What may be said while people are planned: only that the arms have other numbers of people than their weights say. */
export function lookWhilePlanned(counts: ArmCounts): Finding {
  return skewOf(counts, false) ?? { kind: 'planning' };
}

function skewOf({ assigned, tried, weights }: ArmCounts, isSetTime: boolean): Finding | undefined {
  if (isSkewed({ counts: assigned, weights }, isSetTime)) return { kind: 'skewed', of: 'assigned' };
  if (isSkewed({ counts: tried, weights }, isSetTime)) return { kind: 'skewed', of: 'tried' };
  return undefined;
}

function find(
  counts: ArmCounts,
  isSetTime: boolean,
  compare: (pairs: readonly (Pair | undefined)[]) => PairResult[],
): Finding {
  const skewed = skewOf(counts, isSetTime);
  if (skewed) return skewed;
  const pairs = pairsOf(counts.closed);
  if (pairs.every((pair) => pair === undefined)) return { kind: 'too_few' };
  const results = compare(pairs);
  return { kind: 'compared', results, winner: winnerOf(counts.closed, results) };
}

function looksAt(
  pairs: readonly (Pair | undefined)[],
  { assigned: [control = 0, ...others] }: ArmCounts,
): PairResult[] {
  const comparisons = pairs.length;
  return pairs.flatMap((pair, n) => {
    if (!pair) return [];
    const seen = lookAt(pair, { control, arm: others[n] ?? 0 }, comparisons);
    const { difference } = compareRates(pair);
    const proved = provedBy(isProvedBy(seen, comparisons), difference);
    return [{ arm: n + 1, difference, interval: seen.interval, error: LOOK_ERROR / comparisons, proved }];
  });
}

/** All pairs together err as seldom as one. A pair with too few people is a comparison, too, of which nothing can be said. */
function finalTest(pairs: readonly (Pair | undefined)[]): PairResult[] {
  const compared = pairs.map((pair) => (pair ? compareRates(pair) : undefined));
  const steps = holm(
    compared.map((one) => one?.p ?? 1),
    FINAL_ERROR,
  );
  return pairs.flatMap((pair, n) => {
    const [found, step] = [compared[n], steps[n]];
    if (!pair || !found || !step) return [];
    const proved = provedBy(step.holds, found.difference);
    const interval = scoreInterval(pair, step.level);
    return [{ arm: n + 1, difference: found.difference, interval, error: step.level, chance: step.adjusted, proved }];
  });
}
