import { tenants } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { readTenant } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof readTenant, 'tenants'> = async ({ caller }, { tenants }) => {
  const tenant = await tenants.get(caller.tenant_id);
  if (!tenant) throw notFound('tenant');
  return tenant;
};

export const handler = api(readTenant, handle, { tenants });
