import { cursors, customers, interactions } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listCustomerInteractions } from '../../../shared/interaction/interaction.contract.ts';
import { showInteraction } from '../../../shared/interaction/interaction.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { cursors, customers, interactions };

export const handle: Handle<typeof listCustomerInteractions, typeof needs> = async (
  { params, query, caller },
  { cursors, customers, interactions },
) => {
  if (!(await customers.get(caller.tenant_id, params.id))) throw notFound('customer');
  return answerList(
    cursors,
    { caller, list: ['customer_interactions', params.id], query },
    (range) => interactions.pageOfCustomer(caller.tenant_id, params.id, range),
    showInteraction,
  );
};

export const handler = api(listCustomerInteractions, handle, needs);
