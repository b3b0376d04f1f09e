import { campaigns, cursors, customers, interactions } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { listInteractions } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { campaigns, cursors, customers, interactions };

export const handle: Handle<typeof listInteractions, typeof needs> = async (
  { params, query, caller },
  { campaigns, cursors, customers, interactions },
) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  const { button_id, customer_id, converted } = query;
  const selection = { button_id, customer_id, converted: converted === 'true' };
  const list = ['interactions', params.id, JSON.stringify(selection)];
  const page = await answerList(
    cursors,
    { caller, list, query },
    (range) =>
      interactions.page(
        caller.tenant_id,
        params.id,
        { ...selection, taps_by_customer: campaign.taps_by_customer },
        range,
      ),
    showInteraction,
  );
  return query.expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listInteractions, handle, needs);
