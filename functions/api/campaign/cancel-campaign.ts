import { cancelCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, lanes, rollups, runs, schedules } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, lanes, rollups, runs, schedules };

export const handle: Handle<typeof cancelCampaign, typeof needs> = async ({ params: { id }, caller }, ports) => {
  const campaign = await beginRun('cancel', { tenant_id: caller.tenant_id, id }, caller.actor, ports);
  if (campaign.scheduled_at) await ports.schedules.clear(campaign);
  return showCampaign(campaign, ports);
};

export const handler = api(cancelCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
