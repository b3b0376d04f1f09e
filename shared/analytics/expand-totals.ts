import type { Campaign } from '../campaign/campaign.ts';
import type { CampaignTotals } from '../campaign/campaign-totals.ts';
import { totalsOf } from './content-report.ts';
import type { Rollups } from './rollup.store.ts';

/**
 * Adds to each campaign what became of its messages; null before it begins.
 * @param campaigns at most 100, as in a page of a list: their counters are read in batches, 16 rows a campaign
 */
export async function withTotals<Shown extends Pick<Campaign, 'id' | 'started_at'>>(
  tenant: string,
  campaigns: readonly Shown[],
  rollups: Pick<Rollups, 'totalsOfAll'>,
): Promise<(Shown & { readonly totals: CampaignTotals | null })[]> {
  const begun = campaigns.filter(({ started_at }) => started_at !== undefined).map(({ id }) => id);
  const counted = await rollups.totalsOfAll(tenant, begun);
  return campaigns.map((campaign) => {
    const counters = campaign.started_at === undefined ? undefined : (counted.get(campaign.id) ?? {});
    return { ...campaign, totals: counters ? { ...totalsOf(counters), clicked: counters['clicked'] ?? 0 } : null };
  });
}
