import { listCampaigns } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, cursors } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { campaigns, cursors };

export const handle: Handle<typeof listCampaigns, typeof needs> = ({ query, caller }, { campaigns, cursors }) => {
  const { status, name, created_after, created_before } = query;
  const filter = { name, created_after, created_before };
  const isFiltered = Object.values(filter).some((given) => given !== undefined);
  const list = ['campaigns', status, ...(isFiltered ? Object.values(filter) : [])];
  return answerList(cursors, { caller, list, query }, (range) =>
    isFiltered
      ? campaigns.search(caller.tenant_id, { status, ...filter }, range)
      : campaigns.page(caller.tenant_id, status, range),
  );
};

export const handler = api(listCampaigns, handle, needs);
