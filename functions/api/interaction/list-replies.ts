import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { listReplies } from '../../../shared/interaction/reply.contract.ts';
import { showReply } from '../../../shared/interaction/reply.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, cursors, customers, inbounds } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { campaigns, clock, cursors, customers, inbounds };

export const handle: Handle<typeof listReplies, typeof needs> = async (
  { params, query, caller },
  { campaigns, clock, cursors, customers, inbounds },
) => {
  if (!(await campaigns.get(caller.tenant_id, params.id))) throw notFound('campaign');
  const page = await answerList(
    cursors,
    { caller, list: ['replies', params.id], query },
    (range) => inbounds.page(caller.tenant_id, { campaign: params.id }, clock.now(), range),
    showReply,
  );
  return query.expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listReplies, handle, needs);
