import { listCustomerReplies } from '../../../shared/interaction/reply.contract.ts';
import { showReply } from '../../../shared/interaction/reply.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, cursors, customers, inbounds } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { clock, cursors, customers, inbounds };

export const handle: Handle<typeof listCustomerReplies, typeof needs> = async (
  { params, query, caller },
  { clock, cursors, customers, inbounds },
) => {
  if (!(await customers.get(caller.tenant_id, params.id))) throw notFound('customer');
  return answerList(
    cursors,
    { caller, list: ['customer_replies', params.id], query },
    (range) => inbounds.page(caller.tenant_id, { customer: params.id }, clock.now(), range),
    showReply,
  );
};

export const handler = api(listCustomerReplies, handle, needs);
