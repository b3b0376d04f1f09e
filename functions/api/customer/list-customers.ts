import { cursors, customers } from '../../../shared/runtime/dependencies.ts';
import { listCustomers } from '../../../shared/customer/customer.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { cursors, customers };

export const handle: Handle<typeof listCustomers, typeof needs> = ({ query, caller }, { cursors, customers }) => {
  const { tag, phone_number, created_after, created_before } = query;
  const times = created_after || created_before ? [created_after, created_before] : [];
  const listed = { tag, phone_number, created_after, created_before };
  const count = () => customers.count(caller.tenant_id, listed);
  return answerList(cursors, { caller, list: ['customers', tag, phone_number, ...times], query, count }, (range) =>
    customers.page(caller.tenant_id, { ...range, ...listed }),
  );
};

export const handler = api(listCustomers, handle, needs);
