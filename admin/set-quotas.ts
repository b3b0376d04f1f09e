import type * as z from 'zod';

import { quotas, type Quotas } from '../shared/tenancy/quota.ts';
import { quotaStore } from '../shared/tenancy/quota.store.ts';
import type { Installation } from './create-tenant.ts';
import { wholeNumber } from './settings.ts';
import { tableWithTenant } from './table.ts';

const NAMES = Object.keys(quotas.shape) as (keyof Quotas)[];
const optionOf = (name: string): string => name.replaceAll('_', '-');

/** An option for each quota: `--requests-per-second`. */
export const QUOTA_OPTIONS: Readonly<Record<string, z.ZodType<number | undefined>>> = Object.fromEntries(
  NAMES.map((name) => [optionOf(name), wholeNumber(1, quotas.shape[name].maxValue!).optional()]),
);

/** The quotas among a command's options. */
export function quotasOf(values: Readonly<Record<string, unknown>>): Partial<Quotas> {
  return quotas.partial().parse(Object.fromEntries(NAMES.map((name) => [name, values[optionOf(name)]])));
}

/**
 * Gives a tenant quotas of its own; those not named stay. Valid from the next request on.
 * @returns the tenant's quotas of its own @throws Error when there is no such tenant
 */
export async function setQuotas(
  installation: Installation,
  tenant: string,
  change: Partial<Quotas>,
): Promise<Partial<Quotas>> {
  return quotaStore(await tableWithTenant(installation, tenant)).change(tenant, change);
}
