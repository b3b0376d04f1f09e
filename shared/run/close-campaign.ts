import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Run } from './run.ts';

/** The last act of a run: a campaign that was not paused or cancelled meanwhile is complete, and a cancelled one wound up. */
export async function closeCampaign(
  { tenant_id, campaign_id, run }: Run,
  { campaigns, clock, log }: { campaigns: Pick<Campaigns, 'tryTake' | 'get' | 'unwatch'>; clock: Clock; log: Log },
): Promise<void> {
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run) return;
  if (campaign.status === 'cancelled') return campaigns.unwatch({ tenant_id, campaign_id, since: campaign.updated_at });
  const done = await campaigns.tryTake('complete', campaign, timestamp(clock.now()));
  if (done) log('campaign.closed', { tenant_id, campaign_id, run });
}
