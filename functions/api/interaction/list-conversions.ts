import { campaigns, cursors, customers, interactions } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { listConversions } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { campaigns, cursors, customers, interactions };

export const handle: Handle<typeof listConversions, typeof needs> = async (
  { query: { campaign_id, expand, ...query }, caller },
  { campaigns, cursors, customers, interactions },
) => {
  const { tenant_id } = caller;
  if (campaign_id && !(await campaigns.get(tenant_id, campaign_id))) throw notFound('campaign');
  const page = await answerList(
    cursors,
    { caller, list: ['conversions', campaign_id], query },
    (range) =>
      campaign_id
        ? interactions.page(tenant_id, campaign_id, { converted: true }, range)
        : interactions.pageOfConversions(tenant_id, range),
    showInteraction,
  );
  return expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listConversions, handle, needs);
