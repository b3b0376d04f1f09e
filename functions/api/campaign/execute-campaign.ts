import { executeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { canTransition, LOOK_AGAIN } from '../../../shared/campaign/campaign-status.ts';
import { requireRoomForCampaign } from '../../../shared/campaign/require-room.ts';
import { answeredDraft, showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { requireSeen } from '../../../shared/preflight/require-seen.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { requireAddress } from '../../../shared/run/require-address.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  customers,
  frequencies,
  lanes,
  messages,
  quotas,
  rollups,
  runs,
  schedules,
  segments,
  sendingSwitch,
  tenants,
  unreachableAddress,
} from '../../../shared/runtime/dependencies.ts';
import { requireMatch } from '../../../shared/runtime/etag.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = {
  campaigns,
  clock,
  customers,
  frequencies,
  lanes,
  messages,
  quotas,
  rollups,
  runs,
  schedules,
  segments,
  sendingSwitch,
  tenants,
  unreachableAddress,
};

export const handle: Handle<typeof executeCampaign, typeof needs> = async (
  { params: { id }, body: { expected_reach }, caller, if_match },
  ports,
) => {
  requireAddress(ports);
  await requireSending(caller.tenant_id, ports);
  await requireRoomForCampaign({ tenant_id: caller.tenant_id, id }, ports);
  const before = await ports.campaigns.get(caller.tenant_id, id);
  if (!before) throw notFound('campaign');
  // What has begun is refused for that, whatever its version is.
  if (canTransition('execute', before.status))
    requireMatch(if_match, executeCampaign, answeredDraft(before), LOOK_AGAIN);
  await requireSeen(before, expected_reach, ports);
  const updated_at = if_match === undefined ? undefined : before.updated_at;
  const campaign = await beginRun('execute', { tenant_id: caller.tenant_id, id, updated_at }, caller.actor, ports);
  if (campaign.scheduled_at) await ports.schedules.clear(campaign);
  return showCampaign(campaign, ports);
};

export const handler = api(executeCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
