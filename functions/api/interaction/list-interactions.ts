import { campaigns, cursors, customers, interactions } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList, filtersOf } from '../../../shared/runtime/list.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { listInteractions } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { conflict, notFound } from '../../../shared/platform/errors.ts';

const NO_LIST =
  'This campaign was made by an earlier version, which did not list taps by customer. List its messages with tapped=true: each is one person.';

const needs = { campaigns, cursors, customers, interactions };

export const handle: Handle<typeof listInteractions, typeof needs> = async (
  { params, query, caller },
  { campaigns, cursors, customers, interactions },
) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  const { expand, converted, ...others } = filtersOf(query);
  if (others.one_per && !campaign.taps_by_customer) throw conflict('campaign.earlier_version', NO_LIST);
  const selection = { ...others, converted: converted === 'true' };
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
  return expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listInteractions, handle, needs);
