import { resumeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  lanes,
  rollups,
  runs,
  sendingSwitch,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = { campaigns, clock, lanes, rollups, runs, sendingSwitch, tenants };

export const handle: Handle<typeof resumeCampaign, typeof needs> = async ({ params: { id }, caller }, ports) => {
  await requireSending(caller.tenant_id, ports);
  const campaign = await beginRun('resume', { tenant_id: caller.tenant_id, id }, caller.actor, ports);
  return showCampaign(campaign, ports);
};

export const handler = api(resumeCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
