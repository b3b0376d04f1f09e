import type { Campaign, ReplayScope } from '../campaign/campaign.ts';
import { showCampaign, type ProgressPorts } from '../campaign/show-campaign.ts';
import { conflict } from '../platform/errors.ts';
import type { Actor } from '../tenancy/actor.ts';
import { beginRun, type BeginPorts } from './begin-run.ts';

/**
 * Begins a run that sends some messages again. A cancelled campaign must be wound up first: an earlier run would also
 * send to the recipients whom the cancellation has yet to skip.
 * @throws HeraldError 404, or 409 when the campaign's status does not permit a replay
 */
export async function beginReplay(
  { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
  scope: ReplayScope,
  actor: Actor,
  ports: ProgressPorts & BeginPorts,
): Promise<Campaign> {
  const campaign = await ports.campaigns.get(tenant_id, id);
  const { progress } = campaign?.status === 'cancelled' ? await showCampaign(campaign, ports) : {};
  if (progress && progress.settled < progress.planned) {
    const left = progress.planned - progress.settled;
    throw conflict(
      'campaign.unsettled',
      `The campaign is being cancelled: ${left} have no outcome yet. Ask again soon.`,
    );
  }
  return beginRun('replay', { tenant_id, id, scope }, actor, ports);
}
