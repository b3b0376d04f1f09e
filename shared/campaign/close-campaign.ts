import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Campaigns } from './campaign.store.ts';
import type { Run } from './run.ts';

/** The last act of a run: a campaign that was not paused or cancelled meanwhile is complete. */
export async function closeCampaign(
  { tenant_id, campaign_id, run }: Run,
  { campaigns, clock, log }: { campaigns: Pick<Campaigns, 'tryTake' | 'get'>; clock: Clock; log: Log },
): Promise<void> {
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run) return;
  const done = await campaigns.tryTake('complete', campaign, timestamp(clock.now()));
  if (done) log('campaign.closed', { tenant_id, campaign_id, run });
}
