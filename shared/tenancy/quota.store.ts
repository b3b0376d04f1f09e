import * as z from 'zod';

import type { Item, Table } from '../platform/table-client.ts';
import {
  DEFAULT_QUOTAS,
  quotas,
  requestCount,
  requireRoom,
  WINDOW_SECONDS,
  type Quotas,
  type RequestCount,
} from './quota.ts';
import { countInWindow, windowAt } from '../platform/count-in-window.ts';

const keys = {
  /** A partition of its own, so that a flood of requests does not slow down what else the tenant does. */
  quotas: (tenant: string) => ({ pk: `TENANT#${tenant}#QUOTAS`, sk: 'QUOTAS' }),
  conversionTypes: (tenant: string) => ({ pk: `TENANT#${tenant}#QUOTAS`, sk: 'CONVERSIONTYPES' }),
};

/** The tenant's own quotas and the count of its requests: one row, so that a request needs one write and no read. */
const row = z.object({ quotas: quotas.partial().default({}), count: z.number().default(0) });

/** The names that a tenant's conversions have had; rows of earlier versions have no currencies. */
const setOfNames = z.set(z.string()).default(new Set());
const names = z.object({ types: setOfNames, currencies: setOfNames });

export type QuotaStore = ReturnType<typeof quotaStore>;

/** @param ofStage the stage's quotas, where it has others than the default */
export function quotaStore(table: Table, ofStage: Partial<Quotas> = {}) {
  const effective = (item: Item): Quotas => ({ ...DEFAULT_QUOTAS, ...ofStage, ...row.parse(item).quotas });

  return {
    async get(tenant: string): Promise<Quotas> {
      return effective((await table.get(keys.quotas(tenant), { consistent: false })) ?? {});
    },

    /** Counts a request. @param now in milliseconds since the epoch */
    async countRequest(tenant: string, now: number): Promise<RequestCount> {
      const item = await countInWindow(table, keys.quotas(tenant), windowAt(now, WINDOW_SECONDS));
      return requestCount(effective(item), row.parse(item).count, now);
    },

    /**
     * Takes a conversion's type and its currency, if it has one, into the tenant's lists, unless they are there. Several requests
     * at the same time may add one each beyond the quota.
     * @throws HeraldError 409 when a list is full
     */
    async requireConversionNames(
      tenant: string,
      { conversion_type, currency }: { readonly conversion_type: string; readonly currency?: string | undefined },
    ): Promise<void> {
      const key = keys.conversionTypes(tenant);
      const { types, currencies } = names.parse((await table.get(key, { consistent: false })) ?? {});
      const newType = !types.has(conversion_type);
      const newCurrency = currency !== undefined && !currencies.has(currency);
      if (!newType && !newCurrency) return;
      const allowed = await this.get(tenant);
      if (newType) requireRoom('conversion_types', allowed, types.size);
      if (newCurrency) requireRoom('currencies', allowed, currencies.size);
      const addToSet = {
        ...(newType && { types: new Set([conversion_type]) }),
        ...(newCurrency && { currencies: new Set([currency]) }),
      };
      await table.update(key, { addToSet });
    },

    /** Gives the tenant quotas of its own; those not named stay. @returns those that it has now */
    async change(tenant: string, change: Partial<Quotas>): Promise<Partial<Quotas>> {
      const own = row.parse((await table.get(keys.quotas(tenant))) ?? {}).quotas;
      const set = { quotas: { ...own, ...change } };
      await table.update(keys.quotas(tenant), { set });
      return set.quotas;
    },
  };
}
