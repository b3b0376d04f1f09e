/** Where a store's page begins: its own position, opaque to everyone else. */
export type Position = Record<string, unknown>;

export interface Range {
  readonly limit: number;
  readonly after?: Position | undefined;
}

export interface StorePage<One> {
  readonly items: readonly One[];
  /** Where to go on, or undefined when nothing is left. */
  readonly last: Position | undefined;
}
