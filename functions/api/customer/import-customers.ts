import { clock, customers, ids } from '../../../shared/runtime/dependencies.ts';
import { importCustomerFile } from '../../../shared/customer/import-customers.ts';
import { importCustomers as contract } from '../../../shared/customer/intake.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

const needs = { clock, customers, ids };

export const handle: Handle<typeof contract, typeof needs> = async (
  { body, caller: { tenant_id } },
  { clock, customers, ids },
) => importCustomerFile(body, { tenant_id, now: timestamp(clock.now()) }, { customers, ids });

export const handler = api(contract, handle, needs);
