import { listConsents } from '../../../shared/customer/customer.contract.ts';
import { idsOf } from '../../../shared/customer/customer.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { cursors, customers } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { cursors, customers };

export const handle: Handle<typeof listConsents, typeof needs> = async (
  { params, query, caller },
  { cursors, customers },
) => {
  const customer = await customers.get(caller.tenant_id, params.id);
  if (!customer) throw notFound('customer');
  return answerList(cursors, { caller, list: ['consents', params.id], query }, (range) =>
    customers.ledgerOf(caller.tenant_id, idsOf(customer), range),
  );
};

export const handler = api(listConsents, handle, needs);
