import { replayCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { requireRoomForCampaign } from '../../../shared/campaign/require-room.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { beginReplay } from '../../../shared/run/begin-replay.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  lanes,
  quotas,
  rollups,
  runs,
  sendingSwitch,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = { campaigns, clock, lanes, quotas, rollups, runs, sendingSwitch, tenants };

export const handle: Handle<typeof replayCampaign, typeof needs> = async ({ params: { id }, body, caller }, ports) => {
  await requireSending(caller.tenant_id, ports);
  await requireRoomForCampaign({ tenant_id: caller.tenant_id, id }, ports);
  const campaign = await beginReplay({ tenant_id: caller.tenant_id, id }, body.scope, caller.actor, ports);
  return showCampaign(campaign, ports);
};

export const handler = api(replayCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
