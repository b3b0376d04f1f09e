import { deleteCustomer } from '../../../shared/customer/customer.contract.ts';
import { campaigns, customers, messages } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { forgetCustomer } from '../../../shared/messaging/forget-customer.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof deleteCustomer, 'campaigns' | 'customers' | 'messages'> = async (
  { params, caller },
  dependencies,
) => {
  if (!(await forgetCustomer(caller.tenant_id, params.id, dependencies))) throw notFound('customer');
  return { id: params.id, deleted: true };
};

export const handler = api(deleteCustomer, handle, { campaigns, customers, messages });
