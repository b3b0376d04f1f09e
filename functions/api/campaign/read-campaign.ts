import { showCampaign } from '../../../shared/analytics/show-campaign.ts';
import { readCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof readCampaign, 'campaigns' | 'clock' | 'lanes' | 'rollups'> = async (
  { params, caller },
  { campaigns, ...ports },
) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  return showCampaign(campaign, ports);
};

export const handler = api(readCampaign, handle, { campaigns, clock, lanes, rollups });
