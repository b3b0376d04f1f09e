import { posteriorsOf, tally, type Tally } from './beta.ts';
import { rate } from './button-report.ts';
import { METRICS, type Comparison } from './compare.wire.ts';
import { holm } from './experiment/holm.ts';
import { compareRates, isEnough, type Pair } from './experiment/two-proportions.ts';
import { chanceOf, counted, number, percent } from './insight-words.ts';
import type { reportOf } from './report.ts';

export interface ComparedCampaign {
  readonly name: string;
  readonly report: Pick<ReturnType<typeof reportOf>, 'campaign_id' | 'totals' | 'button_analytics'>;
}

type Metric = Comparison['metrics'][number];

/** With fewer trials in any campaign, a comparison is not yet clear, however far apart the rates are. */
const MIN_TRIALS = 100;
/** The chance that all comparisons together are held against. */
const ERROR = 0.05;
/** This share of the accepted messages may never get a delivery report; beyond it, reports are still to come. */
const MAX_UNREPORTED = 0.1;

/** The name of each metric, its trials, and its tally. A campaign without buttons has no trials for a click. */
const TALLIES: Readonly<
  Record<Metric['metric'], readonly [name: string, trials: string, (report: ComparedCampaign['report']) => Tally]>
> = {
  click_through_rate: [
    'click-through rate',
    'deliveries with a button',
    ({ totals, button_analytics: taps }) => tally(taps?.unique_customers, taps && totals.delivered),
  ],
  conversion_rate: [
    'conversion rate',
    'clicks',
    ({ button_analytics: taps }) => tally(taps?.conversions, taps?.total_clicks),
  ],
  read_rate: ['read rate', 'deliveries', ({ totals }) => tally(totals.read, totals.delivered)],
  delivery_rate: [
    'delivery rate',
    'messages handed over',
    ({ totals }) => tally(totals.delivered, totals.accepted + totals.failed),
  ],
};

/**
 * For each metric, which of these campaigns (at least two) has the highest rate, and how often chance alone would make such a
 * difference: corrected for each pair of campaigns and each metric, since the highest of many is high by chance.
 */
export function comparisonOf(compared: readonly ComparedCampaign[]): Comparison {
  const early = tooEarly(compared);
  const tallies = METRICS.map((metric) => compared.map(({ report }) => TALLIES[metric][2](report)));
  const pairs = tallies.map(pairsAmong);
  const chances = pairs.flat().map(({ pair }) => (isEnough(pair) ? compareRates(pair).p : 1));
  const steps = holm(chances, ERROR);
  let before = 0;
  return {
    metrics: METRICS.map((metric, place) => {
      const own = tallies[place] ?? [];
      const posteriors = posteriorsOf(own);
      const campaigns = compared.flatMap(({ name, report: { campaign_id } }, n) => {
        const [counts, posterior] = [own[n], posteriors[n]];
        if (!counts || !posterior) return [];
        return [{ campaign_id, name, ...counts, rate: rate(counts.successes, counts.trials), ...posterior }];
      });
      const found = (pairs[place] ?? []).map(({ of }) => ({ of, chance: steps[before++]?.adjusted ?? 1 }));
      return {
        metric,
        campaigns,
        ...(early ?? verdictOf(metric, campaigns, found, steps.length)),
        sure: false as const,
      };
    }),
  };
}

/** Two campaigns, by their places, and the chance that equal ones differ so much. */
interface Found {
  readonly of: readonly [number, number];
  readonly chance: number;
}

function pairsAmong(tallies: readonly Tally[]): { readonly of: readonly [number, number]; readonly pair: Pair }[] {
  return tallies.flatMap((control, n) =>
    tallies.slice(n + 1).map((arm, m) => ({ of: [n, n + 1 + m] as const, pair: { control, arm } })),
  );
}

/** While deliveries are still being reported, the campaign whose reports arrive first looks better than it is. */
function tooEarly(compared: readonly ComparedCampaign[]): Verdict | undefined {
  const awaited = ({ totals }: ComparedCampaign['report']) => totals.accepted - totals.delivered;
  const early = compared.filter(({ report }) => awaited(report) > MAX_UNREPORTED * report.totals.accepted);
  if (early.length === 0) return undefined;
  const counts = early.map(({ name, report }) => `${number(awaited(report))} of “${name}”`).join(', ');
  return { verdict: `Not yet clear: news of deliveries is still to come, of ${counts}.`, chance: null };
}

type Verdict = Pick<Metric, 'verdict' | 'chance'>;

function verdictOf(
  metric: Metric['metric'],
  campaigns: Metric['campaigns'],
  found: readonly Found[],
  compared: number,
): Verdict {
  const [name, trials] = TALLIES[metric];
  const few = campaigns.filter((campaign) => campaign.trials < MIN_TRIALS);
  if (few.length > 0) {
    const counts = few.map((campaign) => `“${campaign.name}” has ${number(campaign.trials)}`).join(', ');
    return {
      verdict: `Not yet clear which ${name} is highest, there is too little evidence: each campaign needs at least ${MIN_TRIALS} ${trials}, and ${counts}.`,
      chance: null,
    };
  }
  const order = campaigns.map((campaign, place) => ({ campaign, place }));
  const [best, ...others] = order.toSorted((a, b) => (b.campaign.rate ?? 0) - (a.campaign.rate ?? 0));
  if (!best) throw new Error('There is nothing to compare.');
  const seen = ({ campaign }: typeof best) =>
    `${percent(campaign.rate ?? 0)} of ${number(campaign.trials)} ${trials} for “${campaign.name}”`;
  const evidence = `${seen(best)}, against ${others.map(seen).join(' and ')}`;
  const chance = Math.max(...found.filter(({ of }) => of.includes(best.place)).map((one) => one.chance));
  const byChance = `differences at least this large would come by chance in ${chanceOf(chance)} of comparisons of equal campaigns, corrected for ${counted(compared, 'comparison')}`;
  const verdict =
    chance <= ERROR
      ? `Observed: “${best.campaign.name}” has the highest ${name}: ${evidence}; ${byChance}. ${OBSERVED}`
      : `Not yet clear: “${best.campaign.name}” has the highest ${name} so far: ${evidence}; ${byChance}.`;
  return { verdict, chance };
}

const OBSERVED = 'It is no experiment: the campaigns may differ in audience, offer and hour as well.';
