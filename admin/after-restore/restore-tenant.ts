import { rebuildRollup, type RebuildPorts } from '../../shared/analytics/rebuild-rollup.ts';
import type { Campaigns } from '../../shared/campaign/campaign.store.ts';
import { pagesOf, type StorePage } from '../../shared/platform/page.ts';
import { askProvider, type AskPorts, type Asked } from './ask-provider.ts';
import { holdCampaigns, type HoldPorts, type Restore } from './hold-campaigns.ts';

const PAGE = 100;

export interface RestorePorts extends AskPorts, RebuildPorts, HoldPorts {
  readonly campaigns: AskPorts['campaigns'] & Pick<Campaigns, 'removedPage'>;
}

/** What was done for a tenant. */
export interface RestoredTenant extends Pick<Asked, 'unknown' | 'unasked'> {
  readonly tenant_id: string;
  /** Campaigns that may have been sent to more people than the table knows of, and are paused. */
  readonly held: readonly string[];
  /** Those among them of which the provider has not told whom they went to. */
  readonly unchecked: readonly string[];
  /** Of how many campaigns the counters were made anew, and how many rows of theirs said something else. */
  readonly rebuilt: number;
  readonly corrected: number;
}

/**
 * Makes what a restored table has of a tenant ready to be worked with. The order matters: a campaign is paused before anything
 * else, and counters are made of the ledger when nothing is written to it any more. Safe to repeat.
 */
export async function restoreTenant(tenant_id: string, restore: Restore, ports: RestorePorts): Promise<RestoredTenant> {
  await holdCampaigns(tenant_id, restore, ports);
  const { checked, unknown, unasked } = await askProvider(tenant_id, restore, ports);
  const noted = await ports.progress.campaigns(tenant_id);
  let [rebuilt, corrected] = [0, 0];
  const rebuild = async (campaign_id: string) => {
    corrected += await rebuildRollup({ tenant_id, campaign_id }, ports);
    rebuilt += 1;
  };
  for (const one of noted) {
    if (one.rebuilt) continue;
    await rebuild(one.campaign_id);
    await ports.progress.setCampaign(tenant_id, { ...one, rebuilt: true });
  }
  const removed = (after: StorePage<string>['last']) => ports.campaigns.removedPage(tenant_id, { limit: PAGE, after });
  for await (const { items } of pagesOf<StorePage<string>>(removed))
    for (const id of items) if (noted.every(({ campaign_id }) => campaign_id !== id)) await rebuild(id);
  const held = noted.filter(({ doubtful }) => doubtful).map(({ campaign_id }) => campaign_id);
  const unchecked = held.filter((id) => !checked.includes(id));
  return { tenant_id, held, unchecked, unknown, unasked, rebuilt, corrected };
}
