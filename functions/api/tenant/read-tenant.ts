import { quotas, tenants } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { readTenant } from '../../../shared/tenancy/tenant.contract.ts';

const needs = { quotas, tenants };

export const handle: Handle<typeof readTenant, typeof needs> = async ({ caller }, { quotas, tenants }) => {
  const tenant = await tenants.get(caller.tenant_id);
  if (!tenant) throw notFound('tenant');
  return { ...tenant, quotas: await quotas.get(tenant.id) };
};

export const handler = api(readTenant, handle, needs);
