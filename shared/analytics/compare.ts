import { posteriorsOf, tally, type Tally } from './beta.ts';
import { rate } from './button-report.ts';
import { METRICS, type Comparison } from './compare.wire.ts';
import { chance, number, percent } from './insight-words.ts';
import type { reportOf } from './report.ts';

export interface ComparedCampaign {
  readonly name: string;
  readonly report: Pick<ReturnType<typeof reportOf>, 'campaign_id' | 'totals' | 'button_analytics'>;
}

type Metric = Comparison['metrics'][number];

/** With fewer trials in any campaign, a comparison is not yet clear, however far apart the rates are. */
const MIN_TRIALS = 100;
const SURE = 0.95;
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

/** For each metric, which of these campaigns (at least two) has the highest rate, and with what probability. */
export function comparisonOf(compared: readonly ComparedCampaign[]): Comparison {
  const early = tooEarly(compared);
  return {
    metrics: METRICS.map((metric) => {
      const tallies = compared.map(({ report }) => TALLIES[metric][2](report));
      const posteriors = posteriorsOf(tallies);
      const campaigns = compared.flatMap(({ name, report: { campaign_id } }, place) => {
        const [counts, posterior] = [tallies[place], posteriors[place]];
        if (!counts || !posterior) return [];
        return [{ campaign_id, name, ...counts, rate: rate(counts.successes, counts.trials), ...posterior }];
      });
      return { metric, campaigns, ...(early ?? verdictOf(metric, campaigns)) };
    }),
  };
}

/** While deliveries are still being reported, the campaign whose reports arrive first looks better than it is. */
function tooEarly(compared: readonly ComparedCampaign[]): Pick<Metric, 'verdict' | 'sure'> | undefined {
  const awaited = ({ totals }: ComparedCampaign['report']) => totals.accepted - totals.delivered;
  const early = compared.filter(({ report }) => awaited(report) > MAX_UNREPORTED * report.totals.accepted);
  if (early.length === 0) return undefined;
  const counts = early.map(({ name, report }) => `${number(awaited(report))} of “${name}”`).join(', ');
  return { verdict: `Not yet clear: news of deliveries is still to come, of ${counts}.`, sure: false };
}

function verdictOf(metric: Metric['metric'], campaigns: Metric['campaigns']): Pick<Metric, 'verdict' | 'sure'> {
  const [name, trials] = TALLIES[metric];
  const few = campaigns.filter((campaign) => campaign.trials < MIN_TRIALS);
  if (few.length > 0) {
    const counts = few.map((campaign) => `“${campaign.name}” has ${number(campaign.trials)}`).join(', ');
    return {
      verdict: `Not yet clear which ${name} is highest, there is too little evidence: each campaign needs at least ${MIN_TRIALS} ${trials}, and ${counts}.`,
      sure: false,
    };
  }
  const [best, ...others] = campaigns.toSorted((a, b) => b.probability_best - a.probability_best);
  if (!best) throw new Error('There is nothing to compare.');
  const seen = (campaign: typeof best) =>
    `${percent(campaign.rate ?? 0)} of ${number(campaign.trials)} ${trials} for “${campaign.name}”`;
  const evidence = `${seen(best)}, against ${others.map(seen).join(' and ')}`;
  const sure = best.probability_best >= SURE;
  const verdict = sure
    ? `“${best.name}” has the highest ${name} with a probability of ${chance(best.probability_best)}: ${evidence}.`
    : `Not yet clear: “${best.name}” is the likeliest to have the highest ${name}, with a probability of only ${chance(best.probability_best)}: ${evidence}.`;
  return { verdict, sure };
}
