import { armsOf } from '../campaign/arms.ts';
import type { CampaignTotals } from '../campaign/campaign-totals.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Metric } from '../campaign/experiment.ts';
import { quantileAbove } from '../platform/normal.ts';
import type { AudienceCounts } from './audience-counts.ts';
import type { Preflight } from './preflight.ts';

export interface DetectablePorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  /** What became of messages, by the campaign, which a later room counts. */
  readonly rollups: {
    totalsOfAll(tenant: string, campaigns: readonly string[]): Promise<ReadonlyMap<string, Partial<CampaignTotals>>>;
  };
}

/** How many campaigns make the usual rate: the newest that are completed. */
const CAMPAIGNS = 20;
/** With fewer people than this a rate says nothing. */
const FEWEST = 200;
/** Of those who get a campaign, in the field, and where the tenant has none of its own. */
const ASSUMED = 0.05;

/** Of what is decided at the set time, half of it for each direction, shared by the pairs. */
const LEVEL = 0.04 / 2;
/** In 85 of 100 tests the difference is found: a normal value is above -1.04 so often. */
const POWER = quantileAbove(0.15);

const COUNTED: Readonly<Record<Metric, keyof CampaignTotals | undefined>> = {
  tapped: 'clicked',
  replied: 'replied',
  read: 'read',
  // Counted by customers in experiments alone.
  converted: undefined,
};

/** What a campaign's experiment would find with the people that were counted; null for a campaign without one. */
export async function findDetectable(
  campaign: Campaign,
  { trial }: AudienceCounts,
  ports: DetectablePorts,
): Promise<Preflight['experiment']> {
  const arms = armsOf(campaign).map(({ variant }) => ({ variant, people: trial.get(`arm ${variant}`) ?? 0 }));
  if (!campaign.experiment || arms.length === 0) return null;
  const known = await usualRate(campaign.tenant_id, campaign.experiment.metric, ports);
  const rate = known ?? ASSUMED;
  return {
    arms,
    waiting: trial.get('waiting') ?? 0,
    outside: trial.get('outside') ?? 0,
    usual_rate: rate,
    usual_rate_known: known !== undefined,
    smallest_difference: smallestDifference(
      arms.map(({ people }) => people),
      rate,
    ),
  };
}

/** Between the control and the smallest of the other arms, as a share of people; null where an arm has nobody. */
export function smallestDifference([control = 0, ...others]: readonly number[], rate: number): number | null {
  const smallest = Math.min(...others);
  if (control === 0 || smallest === 0) return null;
  const error = Math.sqrt(rate * (1 - rate) * (1 / control + 1 / smallest));
  return error * (quantileAbove(LEVEL / others.length) + POWER);
}

async function usualRate(
  tenant_id: string,
  metric: Metric,
  { campaigns, rollups }: DetectablePorts,
): Promise<number | undefined> {
  const counter = COUNTED[metric];
  if (!counter) return undefined;
  const completed = await campaigns.page(tenant_id, 'completed', { limit: CAMPAIGNS });
  const all = [
    ...(
      await rollups.totalsOfAll(
        tenant_id,
        completed.items.map(({ id }) => id),
      )
    ).values(),
  ];
  const sum = (name: keyof CampaignTotals) => all.reduce((total, counts) => total + (counts[name] ?? 0), 0);
  const [tried, did] = [sum('accepted') + sum('failed') + sum('unknown'), sum(counter)];
  return tried >= FEWEST && did > 0 && did < tried ? did / tried : undefined;
}
