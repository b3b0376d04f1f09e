import { countInWindow, windowAt } from '../platform/count-in-window.ts';
import type { Table } from '../platform/table-client.ts';

/** New wordings are counted by the day. */
const DAY_SECONDS = 86_400;

export type WordingCounts = ReturnType<typeof wordingCountStore>;

export function wordingCountStore(table: Table) {
  const keyOf = (tenant: string) => ({ pk: `TENANT#${tenant}`, sk: 'WORDINGS' });

  return {
    /** Counts an agent's new wording. @returns how many the tenant's agents had today, in UTC, with this one */
    async count(tenant: string, now: number): Promise<number> {
      const row = await countInWindow(table, keyOf(tenant), windowAt(now, DAY_SECONDS));
      return Number(row['count'] ?? 0);
    },
  };
}
