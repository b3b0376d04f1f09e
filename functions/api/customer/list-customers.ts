import { cursors, customers } from '../../../shared/runtime/dependencies.ts';
import { listCustomers } from '../../../shared/customer/customer.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

/** Each page of customers asks all of their lanes. */
const COUNTED_AT_ONCE = 1_000;

const needs = { cursors, customers };

export const handle: Handle<typeof listCustomers, typeof needs> = ({ query, caller }, { cursors, customers }) => {
  const { tag, phone_number, created_after, created_before } = query;
  const times = created_after || created_before ? [created_after, created_before] : [];
  return answerList(
    cursors,
    { caller, list: ['customers', tag, phone_number, ...times], query, countedAtOnce: COUNTED_AT_ONCE },
    (range) => customers.page(caller.tenant_id, { ...range, tag, phone_number, created_after, created_before }),
  );
};

export const handler = api(listCustomers, handle, needs);
