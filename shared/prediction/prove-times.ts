import { TIME_SHARES } from '../campaign/send-time.ts';
import { holm } from '../analytics/experiment/holm.ts';
import { sumOf, type CellCount } from './tally.ts';
import { timeTrialOf } from './time-cell.ts';
import { rankBlocks, type TimeModel, type TimeProof, type TimeSeen } from './time-model.ts';
import { compareDrawn, type Drawn } from './weighted-rates.ts';

/** How often useless hours are called better or worse, in one proof. */
const ERROR = 0.05;

/** What a proof found, before what follows of it. */
export type TimeFound = Omit<TimeProof, 'at' | 'outcome' | 'by'>;

/** Who was sent to at their best hour, at the start, and at another hour by chance. */
interface Sides {
  readonly best: readonly Drawn[];
  readonly start: readonly Drawn[];
  readonly random: readonly Drawn[];
}

/**
 * On the half that nothing was learnt from: those whose random hour happened to be of their best block, against those who got it at the
 * start, and against those whose random hour was another. Each counts by one over how likely chance was to put them there, so that
 * all three stand for the same people.
 */
export function proveByRandomHours(model: Pick<TimeModel, 'weights'>, seen: readonly TimeSeen[]): TimeFound {
  const [best, start, random]: [Drawn[], Drawn[], Drawn[]] = [[], [], []];
  const rankings = new Map<number, number[]>();
  for (const { model: used, tally } of seen) {
    const atStart = TIME_SHARES.start + (used === undefined ? TIME_SHARES.best : 0);
    for (const [cell, counts] of tally) {
      const { profile, open, given, half } = timeTrialOf(cell);
      if (half !== 1 || given.got === 'best') continue;
      const ranking = rankings.get(profile) ?? rankBlocks(model, profile);
      rankings.set(profile, ranking);
      const block = ranking.find((one) => (open[one] ?? 0) > 0);
      const share = block === undefined ? 1 : (open[block] ?? 0) / open.reduce((sum, count) => sum + count, 0);
      // Whoever had one block alone tells nothing of it against others.
      if (share === 1) continue;
      if (given.got === 'start') start.push({ ...counts, propensity: atStart });
      else if (given.block === block) best.push({ ...counts, propensity: TIME_SHARES.random * share });
      else random.push({ ...counts, propensity: TIME_SHARES.random * (1 - share) });
    }
  }
  return foundOf(seen, { best, start, random });
}

/** In campaigns that used best hours: the three shares, in which hashes put people. Whoever was late is of their share all the same. */
export function proveByShares(seen: readonly TimeSeen[]): TimeFound {
  const sides: Record<keyof Sides, Drawn[]> = { best: [], start: [], random: [] };
  for (const { tally } of seen)
    for (const [cell, counts] of tally) sides[timeTrialOf(cell).given.got].push({ ...counts, propensity: 1 });
  return foundOf(seen, sides);
}

/** The best hour against the start is the claim, against other hours the cause: two comparisons that together err in 5 %. */
function foundOf(seen: readonly TimeSeen[], { best, start, random }: Sides): TimeFound {
  const pairs = [start, random].map((control) => ({ control, found: compareDrawn(control, best, ERROR) }));
  const steps = holm(
    pairs.map(({ found }) => found?.p ?? 1),
    ERROR,
  );
  const [against_start, against_random] = pairs.map(({ control, found }, n): TimeProof['against_start'] => {
    const { adjusted = 1, holds = false, level = ERROR / 2 } = steps[n] ?? {};
    const interval = found && compareDrawn(control, best, level)?.interval;
    return found && interval && { difference: found.difference, interval: [...interval], chance: adjusted, holds };
  });
  return {
    campaigns: seen.map(({ id }) => id),
    ...{ best: sideOf(best), start: sideOf(start), random: sideOf(random) },
    ...(against_start && { against_start }),
    ...(against_random && { against_random }),
  };
}

function sideOf(groups: readonly CellCount[]): TimeProof['best'] {
  const { trials, successes } = sumOf(groups);
  return { people: trials, did: successes };
}

/** Whether both are there, and show the best hour to be better. */
export function isProvedBetter({ against_start, against_random }: TimeFound): boolean {
  return [against_start, against_random].every((pair) => pair?.holds && pair.difference > 0);
}

/** Whether one of the two shows it to be no better. */
export function isNoBetter({ against_start, against_random }: TimeFound): boolean {
  return [against_start, against_random].some((pair) => pair !== undefined && pair.difference <= 0);
}
