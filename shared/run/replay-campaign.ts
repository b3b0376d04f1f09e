import { beginRun } from './begin-run.ts';
import type { Campaign, ReplayScope } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Runs } from './run.ts';
import { conflict } from '../platform/errors.ts';
import { showCampaign, type ProgressPorts } from '../campaign/show-campaign.ts';

export interface ReplayPorts extends ProgressPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'begin'>;
  readonly runs: Pick<Runs, 'start'>;
}

/**
 * Begins a run that sends again to some. A cancelled campaign must be wound up first: begun earlier, the run would also
 * send to those whom the cancellation has yet to skip.
 * @throws HeraldError 404, or 409 when the campaign's state does not permit it
 */
export async function replayCampaign(
  of: Pick<Campaign, 'tenant_id' | 'id'>,
  scope: ReplayScope,
  ports: ReplayPorts,
): Promise<Campaign> {
  const campaign = await ports.campaigns.get(of.tenant_id, of.id);
  const { progress } = campaign?.status === 'cancelled' ? await showCampaign(campaign, ports) : {};
  if (progress && progress.settled < progress.planned) {
    const left = progress.planned - progress.settled;
    throw conflict(
      'campaign.unsettled',
      `The campaign is being cancelled: ${left} have no outcome yet. Ask again soon.`,
    );
  }
  return beginRun('replay', of, ports, scope);
}
