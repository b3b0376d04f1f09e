/** A list as far as it has been read, newest first. */
export interface Read<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

/** A list with its next page. */
export function withPage<Row>(read: Read<Row>, page: Read<Row>): Read<Row> {
  return { data: [...read.data, ...page.data], next_cursor: page.next_cursor };
}

/**
 * Where a list that goes on has been read to; of anything before, it may have more.
 * @returns the time of its last entry; undefined of a list that was read to its end
 */
export function readTo<Row>({ data, next_cursor }: Read<Row>, timeOf: (row: Row) => string): string | undefined {
  const last = data.at(-1);
  return next_cursor === null ? undefined : last ? timeOf(last) : '';
}
