import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { actorName, system } from '../tenancy/actor.ts';
import type { Lanes } from './lane.store.ts';
import type { Run } from './run.ts';

export interface ClosePorts {
  readonly campaigns: Pick<Campaigns, 'tryTransition' | 'get' | 'removeActiveMarker'>;
  readonly clock: Clock;
  readonly lanes: Pick<Lanes, 'isAnyParked'>;
  readonly log: Log;
}

/**
 * The last act of a run: completes a campaign that is still sending; a cancelled one is wound up and no longer swept. A
 * message may have come back to a lane that was through: then the campaign stays as it is, and the sweeper carries it on.
 */
export async function closeCampaign(
  { tenant_id, campaign_id, run }: Run,
  { campaigns, clock, lanes, log }: ClosePorts,
): Promise<void> {
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run) return;
  if (campaign.status === 'cancelled')
    return campaigns.removeActiveMarker({ tenant_id, campaign_id, since: campaign.updated_at });
  if (await lanes.isAnyParked(tenant_id, campaign_id)) return;
  const change = { now: timestamp(clock.now()), by: actorName(system('run')) };
  const done = await campaigns.tryTransition('complete', campaign, change);
  if (done) log('campaign.closed', { tenant_id, campaign_id, run });
}
