import { quantileAbove } from '../platform/normal.ts';
import { fitLogistic } from './logistic.ts';
import type { CellCount } from './tally.ts';

/** People who were foretold the same: how many they were, and how many did it. */
export interface Foretold extends CellCount {
  readonly probability: number;
  /** The rate that was known at training of whatever they were sent, whoever they are. */
  readonly base: number;
  /** What they were sent: within it alone a model proves that it can tell people from each other. */
  readonly sort: number;
}

/** With fewer who did it, or did not, nothing is said of a model. */
export const FEWEST = 50;
const GROUPS = 5;
/** A group in which fewer were expected to do it says nothing. */
const FEWEST_EXPECTED = 10;
/** In 2.5 of 100 cases a normal value is so many standard deviations above its mean. */
const Z = quantileAbove(0.025);

/** People of about the same number as in every other group, those who were foretold the least first. */
export interface ReliabilityGroup extends CellCount {
  /** How many of them were foretold to do it. */
  readonly expected: number;
  readonly isEnough: boolean;
}

/** How good a model was in a campaign that it had not seen. */
export interface Judged {
  readonly people: number;
  readonly did: number;
  /** The mean square of what was missed: of the model, and of the rate that was known when it was trained. */
  readonly brier: number;
  readonly base_brier: number;
  /** What part of the base rate's is saved. */
  readonly skill: number;
  /** The mean of what each person's forecast was better than the base rate, and its 95 % interval. */
  readonly gain: number;
  readonly interval: readonly [number, number];
  /** Whether people of whom more is foretold did it more often than others who were sent the same sort. */
  readonly tells_apart: boolean;
  readonly groups: readonly ReliabilityGroup[];
  /**
   * 1 where the model is as sure as it should be, below where it is too sure, 0 where it cannot tell people from each other;
   * undefined where it foretells everybody the same, or everything that happens.
   */
  readonly calibration?: { readonly slope: number; readonly interval: readonly [number, number] } | undefined;
}

/** @returns undefined where too few did it, or did not */
export function judge(foretold: readonly Foretold[]): Judged | undefined {
  const people = sumOf(foretold, ({ trials }) => trials);
  const did = sumOf(foretold, ({ successes }) => successes);
  if (Math.min(did, people - did) < FEWEST) return undefined;
  const square = (missed: number) => missed ** 2;
  /** Of a figure for whoever did it, and another for whoever did not. */
  const mean = (ofSuccess: (one: Foretold) => number, ofFailure: (one: Foretold) => number) =>
    sumOf(foretold, (one) => one.successes * ofSuccess(one) + (one.trials - one.successes) * ofFailure(one)) / people;
  const brier = mean(
    ({ probability }) => square(1 - probability),
    ({ probability }) => square(probability),
  );
  const base_brier = mean(
    ({ base }) => square(1 - base),
    ({ base }) => square(base),
  );
  const gain = base_brier - brier;
  const ofSuccess = ({ base, probability }: Foretold) => square(1 - base) - square(1 - probability);
  const ofFailure = ({ base, probability }: Foretold) => square(base) - square(probability);
  const variance =
    (mean(
      (one) => square(ofSuccess(one) - gain),
      (one) => square(ofFailure(one) - gain),
    ) *
      people) /
    (people - 1);
  const reach = Z * Math.sqrt(variance / people);
  return {
    ...{ people, did, brier, base_brier, gain },
    skill: 1 - brier / base_brier,
    interval: [gain - reach, gain + reach],
    tells_apart: tellsApart(foretold),
    groups: groupsOf(foretold, people),
    calibration: calibrationOf(foretold),
  };
}

/**
 * Whether it is used from now on. Where a campaign is tapped more, or less, than is usual, a model that foretells everybody a
 * little more, or less, is better than the base rate and knows nothing of anybody: so it must tell people from each other, too.
 */
export function isProved({ interval: [low], tells_apart }: Pick<Judged, 'interval' | 'tells_apart'>): boolean {
  return low > 0 && tells_apart;
}

/** The score test of a slope above 0, within each sort; it holds where forecasts are perfect, too, and a slope has no bound. */
function tellsApart(foretold: readonly Foretold[]): boolean {
  let [score, variance] = [0, 0];
  for (const group of Map.groupBy(foretold, ({ sort }) => sort).values()) {
    const trials = sumOf(group, (one) => one.trials);
    const rate = sumOf(group, (one) => one.successes) / trials;
    const mean = sumOf(group, (one) => one.trials * logitOf(one)) / trials;
    score += sumOf(group, (one) => (logitOf(one) - mean) * (one.successes - one.trials * rate));
    variance += rate * (1 - rate) * sumOf(group, (one) => one.trials * (logitOf(one) - mean) ** 2);
  }
  return variance > 0 && score / Math.sqrt(variance) > Z;
}

function logitOf({ probability: p }: Foretold): number {
  return Math.log(p / (1 - p));
}

/** Whether a model that was used is not used any more. */
export function isNoBetter({ gain }: Pick<Judged, 'gain'>): boolean {
  return gain <= 0;
}

/** Five groups of the same size, as far as people who were foretold the same stay together. */
function groupsOf(foretold: readonly Foretold[], people: number): ReliabilityGroup[] {
  const groups = Array.from({ length: GROUPS }, () => ({ trials: 0, successes: 0, expected: 0 }));
  let before = 0;
  for (const { probability, trials, successes } of foretold.toSorted((a, b) => a.probability - b.probability)) {
    const group = groups[Math.min(GROUPS - 1, Math.floor((GROUPS * (before + trials / 2)) / people))];
    before += trials;
    if (!group) continue;
    group.trials += trials;
    group.successes += successes;
    group.expected += trials * probability;
  }
  return groups
    .filter(({ trials }) => trials > 0)
    .map((group) => ({ ...group, isEnough: group.expected >= FEWEST_EXPECTED }));
}

/** How the odds that were found follow those that were foretold, among people who were sent the same sort. */
function calibrationOf(foretold: readonly Foretold[]): Judged['calibration'] {
  const [, ...sorts] = new Set(foretold.map(({ sort }) => sort));
  const groups = foretold.map((one) => {
    const values = [logitOf(one), ...sorts.map((other) => (other === one.sort ? 1 : 0))];
    return { ...one, values };
  });
  const fit = fitLogistic(groups, 0);
  const [slope, variance] = [fit?.weights[1], fit?.variances[1]];
  if (slope === undefined || variance === undefined) return undefined;
  const reach = Z * Math.sqrt(variance);
  return { slope, interval: [slope - reach, slope + reach] };
}

function sumOf<One>(all: readonly One[], of: (one: One) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
