import { resumeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, lanes, rollups, runs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, lanes, rollups, runs };

export const handle: Handle<typeof resumeCampaign, typeof needs> = async ({ params: { id }, caller }, ports) => {
  const campaign = await beginRun('resume', { tenant_id: caller.tenant_id, id }, caller.actor, ports);
  return showCampaign(campaign, ports);
};

export const handler = api(resumeCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
