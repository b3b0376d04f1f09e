import * as z from 'zod';

import type { Table } from '../../shared/platform/table-client.ts';

const count = z.record(z.string(), z.number());

const removal = z.object({
  /** When nobody could begin anything for the tenant any more. */
  stopped_at: z.string(),
  /** The key behind which the pass goes on, and what it has found. */
  after: z.object({ pk: z.string(), sk: z.string() }).optional(),
  counts: z.object({ read: z.number(), removed: count, unexpected: count }),
});
export type Removal = z.infer<typeof removal>;

/** How far the removal of a tenant is, beside its row: both go last. */
export function removalStore(table: Table, tenant_id: string) {
  const key = { pk: `TENANT#${tenant_id}`, sk: 'REMOVAL' };
  return {
    async get(): Promise<Removal | undefined> {
      const item = await table.get(key);
      return item && removal.parse(item);
    },

    async put(state: Removal): Promise<Removal> {
      await table.put({ ...key, ...state });
      return state;
    },

    async remove(): Promise<void> {
      await table.remove(key);
    },
  };
}
