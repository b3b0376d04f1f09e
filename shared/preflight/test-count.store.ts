import { countInWindow, windowAt } from '../platform/count-in-window.ts';
import type { Table } from '../platform/table-client.ts';

/** Test messages are counted by the day. */
const DAY_SECONDS = 86_400;

export type TestCounts = ReturnType<typeof testCountStore>;

export function testCountStore(table: Table) {
  const keyOf = (tenant: string) => ({ pk: `TENANT#${tenant}`, sk: 'TESTS' });

  return {
    /** Counts a test message. @returns how many the tenant has sent today, in UTC, with this one */
    async count(tenant: string, now: number): Promise<number> {
      const row = await countInWindow(table, keyOf(tenant), windowAt(now, DAY_SECONDS));
      return Number(row['count'] ?? 0);
    },
  };
}
