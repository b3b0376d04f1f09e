import type { Table } from '../platform/table-client.ts';
import { countOfToday } from '../tenancy/count-of-today.ts';

export type TestCounts = ReturnType<typeof testCountStore>;

/** Test messages. */
export function testCountStore(table: Table) {
  return countOfToday(table, 'TESTS');
}
