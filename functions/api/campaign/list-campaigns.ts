import { listCampaigns } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, cursors, rollups } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { withTotals } from '../../../shared/analytics/expand-totals.ts';
import { requireScope } from '../../../shared/tenancy/caller.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { campaigns, cursors, rollups };

export const handle: Handle<typeof listCampaigns, typeof needs> = async (
  { query, caller },
  { campaigns, cursors, rollups },
) => {
  if (query.expand) requireScope(caller, 'analytics:view');
  const { status, name, created_after, created_before } = query;
  const filter = { name, created_after, created_before };
  const isFiltered = Object.values(filter).some((given) => given !== undefined);
  const list = ['campaigns', status, ...(isFiltered ? Object.values(filter) : [])];
  const page = await answerList(cursors, { caller, list, query }, (range) =>
    isFiltered
      ? campaigns.search(caller.tenant_id, { status, ...filter }, range)
      : campaigns.page(caller.tenant_id, status, range),
  );
  return query.expand ? { ...page, data: await withTotals(caller.tenant_id, page.data, rollups) } : page;
};

export const handler = api(listCampaigns, handle, needs);
