import { clock, customers, ids, tenants } from '../../../shared/runtime/dependencies.ts';
import { importCustomerFile } from '../../../shared/customer/import-customers.ts';
import { importCustomers as contract } from '../../../shared/customer/intake.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

const needs = { clock, customers, ids, tenants };

export const handle: Handle<typeof contract, typeof needs> = async (
  { body, query, caller: { tenant_id } },
  { clock, customers, ids, tenants },
) => {
  const default_country = query.default_country ?? (await tenants.get(tenant_id))?.default_country;
  const options = { ...query, default_country };
  return importCustomerFile(body, { tenant_id, now: timestamp(clock.now()), options }, { customers, ids });
};

export const handler = api(contract, handle, needs);
