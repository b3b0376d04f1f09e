import { customers } from '../../../shared/dependencies.ts';
import { deleteCustomer } from '../../../shared/customer/customer.contract.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof deleteCustomer, 'customers'> = async ({ params, caller }, { customers }) => {
  if (!(await customers.erase(caller.tenant_id, params.id))) throw notFound('customer');
  return { id: params.id, deleted: true };
};

export const handler = api(deleteCustomer, handle, { customers });
