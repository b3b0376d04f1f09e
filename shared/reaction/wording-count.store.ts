import type { Table } from '../platform/table-client.ts';
import { countOfToday } from '../tenancy/count-of-today.ts';

export type WordingCounts = ReturnType<typeof wordingCountStore>;

/** New wordings of the answers of a tenant’s agents. */
export function wordingCountStore(table: Table) {
  return countOfToday(table, 'WORDINGS');
}
