import { armsOf } from '../../campaign/arms.ts';
import type { Campaign } from '../../campaign/campaign.ts';
import { CHANCE_SHARE } from '../../campaign/experiment.ts';
import { decidesAt } from '../../campaign/cohort.ts';
import { chiSquareTail } from '../../platform/normal.ts';
import { timestamp } from '../../platform/clock.ts';
import type { CohortRow } from '../rollup.store.ts';
import { armCountsOf, cohortsOf } from './arm-counts.ts';
import { comparisonsOf } from './comparisons.ts';
import { closedOf, sumOf } from './cohort.ts';
import { look, lookWhilePlanned, type ArmCounts } from './decide.ts';
import { expectations } from './expected-loss.ts';
import type { ExperimentWire } from './experiment.wire.ts';
import { rateOf } from './two-proportions.ts';
import { pairsOf } from './winner.ts';
import { countsInWords, named, sentencesOf } from './words.ts';

/** Below this chance, arms differ in how many of their messages arrive. */
const MAX_CHANCE = 0.001;
const PER_PEOPLE = 1_000;

/**
 * An experiment as the report shows it: the counts as they are now, and the decision as it was made, beside which nothing is
 * compared anew.
 * @param rows the cohorts of the roll-up @param assigned how many people each variant was given @param now in milliseconds
 * @param isFixed whether those numbers will not change: everybody is planned
 * @returns undefined of a campaign that has none, or has not begun
 */
export function experimentReport(
  campaign: Campaign,
  rows: readonly CohortRow[],
  assigned: Readonly<Record<string, number>>,
  now: number,
  isFixed: boolean,
): ExperimentWire | undefined {
  const { experiment, started_at, decision } = campaign;
  const arms = armsOf(campaign);
  if (!experiment || !started_at || arms.length === 0) return undefined;
  const variants = arms.map(({ variant }) => variant);
  const cohorts = cohortsOf(rows, arms);
  const counts = armCountsOf(cohorts, { arms, assigned, window: experiment, now });
  const finding = isFixed ? look(counts) : lookWhilePlanned(counts);
  const isSilent = decision ? decision.by === 'sample_ratio' : finding.kind !== 'compared';
  const pairs = isSilent ? [] : pairsOf(counts.closed);
  const isShown = (arm: number) => (arm === 0 ? pairs.some((pair) => pair) : pairs[arm - 1] !== undefined);
  // What is decided has been chosen.
  const losses =
    isSilent || decision ? [] : expectations(counts.closed).map((loss, arm) => (isShown(arm) ? loss : undefined));
  const closed = sumOf(closedOf(cohorts, experiment, now), arms.length);
  const { metric, window_hours } = experiment;
  return {
    metric,
    window_hours,
    decides_at: timestamp(decidesAt(experiment, started_at)),
    variants: arms.map(({ variant, weight }, arm) => {
      const tally = counts.closed[arm] ?? { successes: 0, trials: 0 };
      const loss = losses[arm]?.expected_loss;
      return {
        ...{ variant, weight, assigned: counts.assigned[arm] ?? 0, tried: counts.tried[arm] ?? 0 },
        ...{ window_over: tally.trials, did: tally.successes, delivered: closed[arm]?.delivered ?? 0 },
        rate: isShown(arm) ? rateOf(tally) : null,
        expected_loss: loss === undefined ? null : Number((loss * PER_PEOPLE).toPrecision(3)),
      };
    }),
    pick: pickInWords(campaign),
    comparisons: decision ? (decision.comparisons ?? []) : comparisonsOf(finding, variants),
    decision: decision ?? null,
    verdict: decision
      ? `${decision.verdict} ${SINCE} ${countsInWords(counts, variants)}.`
      : sentencesOf(finding, counts, variants, { metric, isSetTime: false }),
    warnings: [...deliveryWarning(closed, variants), ...lossInWords(losses, counts, variants)],
  };
}

const SINCE = 'Now, of those whose time is over:';

function pickInWords({ experiment, picking }: Campaign): string | null {
  if (!experiment?.pick) return null;
  if (!picking) return PLAIN;
  const chance = `${Number((100 * (experiment.chance_share ?? CHANCE_SHARE)).toFixed(1))} %`;
  return `Each person got the variant that they likeliest answer, but for ${chance} of them, who got one by chance: these alone are counted here. GET /v1/predictions says whether picks are worth it.`;
}

const PLAIN =
  'Picks were not proved better than the overall winner when it began (GET /v1/predictions): it was sent as a plain experiment.';

/** Where one arm arrives less often, its failures count as "no": the verdict stands, and says less of what it says. */
function deliveryWarning(
  closed: readonly { readonly tried: number; readonly delivered: number }[],
  variants: readonly string[],
): string[] {
  const [tried, delivered] = (['tried', 'delivered'] as const).map((of) =>
    closed.reduce((sum, arm) => sum + arm[of], 0),
  ) as [number, number];
  const rate = tried === 0 ? 0 : delivered / tried;
  if (rate === 0 || rate === 1) return [];
  const sum = closed.reduce(
    (total, arm) =>
      arm.tried === 0 ? total : total + (arm.delivered - arm.tried * rate) ** 2 / (arm.tried * rate * (1 - rate)),
    0,
  );
  if (chiSquareTail(sum, closed.length - 1) >= MAX_CHANCE) return [];
  const each = closed.map((arm, n) => `${named(variants[n])} ${arm.delivered} of ${arm.tried}`).join(', ');
  return [`The variants did not arrive equally often (${each}). Who was not reached counts as not having done it.`];
}

function lossInWords(
  losses: readonly ({ readonly expected_loss: number } | undefined)[],
  { closed }: ArmCounts,
  variants: readonly string[],
): string[] {
  const best = losses
    .flatMap((loss, arm) => (loss ? [{ ...loss, arm }] : []))
    .toSorted((a, b) => a.expected_loss - b.expected_loss)[0];
  if (!best || closed.every(({ trials }) => trials === 0)) return [];
  const lost = (best.expected_loss * PER_PEOPLE).toPrecision(2);
  return [
    `Choosing ${named(variants[best.arm])} now is expected to cost ${lost} of 1,000 people, against the variant that is truly best.`,
  ];
}
