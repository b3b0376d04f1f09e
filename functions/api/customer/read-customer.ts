import { customers } from '../../../shared/runtime/dependencies.ts';
import { readCustomer } from '../../../shared/customer/customer.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { customers };

export const handle: Handle<typeof readCustomer, typeof needs> = async ({ params, caller }, { customers }) => {
  const customer = await customers.get(caller.tenant_id, params.id);
  if (!customer) throw notFound('customer');
  return customer;
};

export const handler = api(readCustomer, handle, needs);
