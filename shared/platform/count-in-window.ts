import type { Key } from './table.ts';
import type { Change } from './expression.ts';
import type { Item, Table } from './table-client.ts';

/** The number of the window that a moment is in. @param now in milliseconds since the epoch @param length in seconds */
export function windowAt(now: number, length: number): number {
  return Math.floor(now / 1000 / length);
}

/** How long the window of a moment still lasts, in seconds, rounded up. */
export function secondsLeft(now: number, length: number): number {
  return length - (Math.floor(now / 1000) % length);
}

/**
 * Counts an event in a row that holds the count of one window of time at a time. The row is in the table because a
 * function's memory sees only its own share of the events.
 * @param window its number; the functions' clocks differ a little, so a row may be in the next one already
 * @returns the row after the write, with `count`
 */
export async function countInWindow(
  table: Pick<Table, 'updateAndRead'>,
  key: Key,
  window: number,
  also: Pick<Change, 'set'> = {},
): Promise<Item> {
  const another: Change = { ...also, add: { count: 1 } };
  const counted = await table.updateAndRead(key, another, { equals: { window } });
  if (counted.done) return counted.item;
  const begun = await table.updateAndRead(
    key,
    { set: { ...also.set, window, count: 1 } },
    { notExistsOrLessThan: { window } },
  );
  if (begun.done) return begun.item;
  // Another request began this window, or a later one, in between.
  const late = await table.updateAndRead(key, another);
  return late.done ? late.item : {};
}
