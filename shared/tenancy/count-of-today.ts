import { countInWindow, windowAt } from '../platform/count-in-window.ts';
import type { Table } from '../platform/table-client.ts';

const DAY_SECONDS = 86_400;

/** Counts something of each tenant by the day. @param sk of the row that has the count */
export function countOfToday(table: Table, sk: string) {
  return {
    /** Counts one. @param now in milliseconds since the epoch @returns how many the tenant had today, in UTC, with this one */
    async count(tenant: string, now: number): Promise<number> {
      const row = await countInWindow(table, { pk: `TENANT#${tenant}`, sk }, windowAt(now, DAY_SECONDS));
      return Number(row['count'] ?? 0);
    },
  };
}
