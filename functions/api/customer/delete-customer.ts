import { deleteCustomer } from '../../../shared/customer/customer.contract.ts';
import { beginErasure } from '../../../shared/erasure/begin-erasure.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, customers, ids, jobQueue, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { clock, customers, ids, jobQueue, jobs };

export const handle: Handle<typeof deleteCustomer, typeof needs> = async (
  { params: { id }, caller: { tenant_id, actor } },
  dependencies,
) => {
  const job_id = await beginErasure({ tenant_id, customer_id: id, actor }, dependencies);
  if (!job_id) throw notFound('customer');
  return { id, deleted: true, 'x-job-id': job_id };
};

export const handler = api(deleteCustomer, handle, needs);
