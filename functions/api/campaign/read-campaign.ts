import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { readCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { campaigns, clock, lanes, rollups };

export const handle: Handle<typeof readCampaign, typeof needs> = async (
  { params, caller },
  { campaigns, ...ports },
) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  return showCampaign(campaign, ports);
};

export const handler = api(readCampaign, handle, needs);
