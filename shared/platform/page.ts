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
