import { deleteCustomer } from '../../../shared/customer/customer.contract.ts';
import { campaigns, customers, inbounds, interactions, messages } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { forgetCustomer } from '../../../shared/interaction/forget-customer.ts';
import { notFound } from '../../../shared/platform/errors.ts';

const needs = { campaigns, customers, inbounds, interactions, messages };

export const handle: Handle<typeof deleteCustomer, typeof needs> = async ({ params, caller }, dependencies) => {
  if (!(await forgetCustomer(caller.tenant_id, params.id, dependencies))) throw notFound('customer');
  return { id: params.id, deleted: true };
};

export const handler = api(deleteCustomer, handle, needs);
