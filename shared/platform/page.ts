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
