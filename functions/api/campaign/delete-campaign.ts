import { deleteCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';

export const handle: Handle<typeof deleteCampaign, 'campaigns'> = async ({ params, caller }, { campaigns }) => {
  await campaigns.remove(caller.tenant_id, params.id);
  return { id: params.id, deleted: true };
};

export const handler = api(deleteCampaign, handle, { campaigns });
