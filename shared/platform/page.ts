/** Where a page begins; only the store that returned it can read it. */
export type Position = Record<string, unknown>;

export interface Range {
  readonly limit: number;
  readonly after?: Position | undefined;
}

export interface StorePage<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined after the last one. */
  readonly last: Position | undefined;
  /** How many rows were read for it, where only some of them are in the page. */
  readonly scanned?: number;
}

/** Where a query goes on behind an item that it found, in the table or in an index. */
export function positionBehind({ pk, sk, ...item }: Position, index?: 'gsi1' | 'gsi2'): Position {
  return { pk, sk, ...(index && { [`${index}pk`]: item[`${index}pk`], [`${index}sk`]: item[`${index}sk`] }) };
}

/** How a list is searched for the items that a page shows. */
interface Search<Row, Item> {
  readonly limit: number;
  /** How many rows a page reads at most: it may then be short, or empty, while more follow. */
  readonly maxScanned: number;
  /** Where the page begins, if it is not the first one. */
  readonly after?: Position | undefined;
  /** Whether no row from this one on is wanted. */
  isPast?(row: Row): boolean;
  /** What the page shows of a row; undefined to leave it out. */
  pick(row: Row): Item | undefined;
  /** The position behind a row. */
  positionOf(row: Row): Position;
}

/** The next page of what is found in a list, in the order of the list. */
export async function searchPage<Row, Item>(
  rows: AsyncIterable<Row>,
  search: Search<Row, Item>,
): Promise<StorePage<Item>> {
  const items: Item[] = [];
  let scanned = 0;
  let last = search.after;
  for await (const row of rows) {
    if (items.length === search.limit || scanned === search.maxScanned) return { items, last, scanned };
    if (search.isPast?.(row)) break;
    const item = search.pick(row);
    if (item !== undefined) items.push(item);
    scanned += 1;
    last = search.positionOf(row);
  }
  return { items, last: undefined, scanned };
}

/** More pages than any list has: a partition key's 10 GB are as many pages of 100 rows of 1 KB. */
const MAX_PAGES = 100_000;

/**
 * Reads page after page to the end.
 * @param read gets where the page begins, undefined for the first one
 */
export async function* pagesOf<Page extends { readonly last: unknown }>(
  read: (after: Page['last'] | undefined) => Promise<Page>,
  first?: Page['last'],
): AsyncGenerator<Page> {
  let after: Page['last'] | undefined = first;
  for (let number = 0; number < MAX_PAGES; number += 1) {
    const page = await read(after);
    yield page;
    after = page.last;
    if (after === undefined) return;
  }
  throw new Error(`A list did not end after ${MAX_PAGES} pages.`);
}
