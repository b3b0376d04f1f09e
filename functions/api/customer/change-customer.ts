import { clock, customers, ids } from '../../../shared/runtime/dependencies.ts';
import { changeCustomer } from '../../../shared/customer/customer.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { clock, customers, ids };

export const handle: Handle<typeof changeCustomer, typeof needs> = async (
  { params, body, caller },
  { clock, customers, ids },
) => {
  const statement = { given: body, now: timestamp(clock.now()), consent_id: ids.next('con') };
  const customer = await customers.change(caller.tenant_id, params.id, statement);
  if (!customer) throw notFound('customer');
  return customer;
};

export const handler = api(changeCustomer, handle, needs);
