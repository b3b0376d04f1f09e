import { readCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof readCampaign, 'campaigns'> = async ({ params, caller }, { campaigns }) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  return campaign;
};

export const handler = api(readCampaign, handle, { campaigns });
