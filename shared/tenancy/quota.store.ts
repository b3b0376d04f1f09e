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
     * Takes a conversion's type into the tenant's list, unless it is there. Several requests at the same time may add one
     * type each beyond the quota.
     * @throws HeraldError 409 when the list is full
     */
    async requireConversionType(tenant: string, type: string): Promise<void> {
      const key = keys.conversionTypes(tenant);
      const known = typesOf(await table.get(key, { consistent: false }));
      if (known.has(type)) return;
      requireRoom('conversion_types', await this.get(tenant), known.size);
      await table.update(key, { addToSet: { types: new Set([type]) } });
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

function typesOf(item: Item | undefined): ReadonlySet<string> {
  return z.set(z.string()).parse(item?.['types'] ?? new Set());
}
