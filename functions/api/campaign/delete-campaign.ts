import { deleteCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns };

export const handle: Handle<typeof deleteCampaign, typeof needs> = async ({ params, caller }, { campaigns }) => {
  await campaigns.remove(caller.tenant_id, params.id);
  return { id: params.id, deleted: true };
};

export const handler = api(deleteCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
