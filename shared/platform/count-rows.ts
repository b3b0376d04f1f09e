import { pagesOf } from './page.ts';
import type { Item, Page, Query, Table } from './table-client.ts';

/** How many rows a count reads before it is cut short: some 1 s of reading. */
export const MAX_COUNTED = 10_000;
/** Each of 16 lanes has 625 of so many rows, and seldom 700: one request each. */
const PAGE = 700;

export interface Count {
  readonly value: number;
  /** False when it was cut short: there are so many, or more. */
  readonly complete: boolean;
}

/** Which rows of a query count. */
interface Counted {
  readonly isCounted: (row: Item) => boolean;
  /** Whether no row from this one on counts. */
  readonly isPast?: (row: Item) => boolean;
}

/**
 * Counts what several queries find, all of them side by side. Once so many rows were read no other page is asked for; those
 * under way count, too: at most one of each query.
 */
export async function countRows(
  table: Pick<Table, 'query'>,
  queries: readonly Query[],
  { isCounted, isPast }: Counted,
): Promise<Count> {
  let [value, read] = [0, 0];
  let complete = true;
  const count = async (query: Query) => {
    const pages = pagesOf<Page>((after) => table.query({ ...query, limit: PAGE, ...(after && { after }) }));
    for await (const { items, last } of pages) {
      value += items.filter(isCounted).length;
      read += items.length;
      const end = items.at(-1);
      if (!last || (end && isPast?.(end))) return;
      if (read < MAX_COUNTED) continue;
      complete = false;
      return;
    }
  };
  await Promise.all(queries.map(count));
  return { value, complete };
}
