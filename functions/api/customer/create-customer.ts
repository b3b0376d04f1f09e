import { clock, customers, ids } from '../../../shared/runtime/dependencies.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { createCustomer } from '../../../shared/customer/intake.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

const needs = { clock, customers, ids };

export const handle: Handle<typeof createCustomer, typeof needs> = async (
  { body, caller: { tenant_id } },
  { clock, customers, ids },
) => {
  const now = timestamp(clock.now());
  const draft = draftCustomer(body, { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now });
  const { customer } = await customers.upsert(draft);
  return customer;
};

export const handler = api(createCustomer, handle, needs);
