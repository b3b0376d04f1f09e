import { describe, expect, test } from 'vitest';

import { countRows } from '../../../shared/platform/count-rows.ts';
import type { Item, Query } from '../../../shared/platform/table-client.ts';

/** Lists of so many rows, numbered from 0; it remembers what was asked. */
function lists(...sizes: readonly number[]) {
  const asked: Query[] = [];
  let [waiting, mostWaiting] = [0, 0];
  const query = async (given: Query) => {
    asked.push(given);
    mostWaiting = Math.max(mostWaiting, (waiting += 1));
    await Promise.resolve();
    waiting -= 1;
    const from = Number(given.after?.['n'] ?? -1) + 1;
    const to = Math.min(from + (given.limit ?? Infinity), sizes[Number(given.pk)]!);
    const items = Array.from({ length: to - from }, (_, place): Item => ({ n: from + place }));
    return { items, last: to < sizes[Number(given.pk)]! ? items.at(-1) : undefined };
  };
  const queries = sizes.map((_, pk) => ({ pk: String(pk), prefix: 'X#' }));
  return { table: { query }, queries, asked, mostWaiting: () => mostWaiting };
}
const all = { isCounted: () => true };
const LANES = 16;

describe('rows are counted', () => {
  test('of all queries, those that count', async () => {
    const { table, queries, asked } = lists(3, 0, 1);
    expect(await countRows(table, queries, all)).toEqual({ value: 4, complete: true });
    expect(await countRows(table, queries, { isCounted: ({ n }) => n === 0 })).toEqual({ value: 2, complete: true });
    expect(asked[0]).toMatchObject({ pk: '0', prefix: 'X#' });
  });

  test('side by side: 10,000 in lanes are one request for each', async () => {
    const { table, queries, asked, mostWaiting } = lists(...Array<number>(LANES).fill(10_000 / LANES));
    expect(await countRows(table, queries, all)).toEqual({ value: 10_000, complete: true });
    expect([asked.length, mostWaiting()]).toEqual([LANES, LANES]);
  });

  test('page after page, as far as a row from which on none counts', async () => {
    const { table, queries, asked } = lists(5000);
    const upTo = (n: number) => ({ isCounted: (row: Item) => Number(row['n']) <= n });
    expect(await countRows(table, queries, upTo(4999))).toEqual({ value: 5000, complete: true });
    const whole = asked.length;
    const isPast = (row: Item) => Number(row['n']) > 800;
    expect(await countRows(table, queries, { ...upTo(800), isPast })).toEqual({ value: 801, complete: true });
    expect(asked.length - whole).toBe(2);
  });

  test.each([
    ['one list', [50_000]],
    ['lanes', Array<number>(LANES).fill(5000)],
  ])('until so many were read, of %s, and then it says that there may be more', async (_, sizes) => {
    const { table, queries, asked } = lists(...sizes);
    const { value, complete } = await countRows(table, queries, all);
    expect(complete).toBe(false);
    const page = asked[0]!.limit!;
    expect(value).toBeGreaterThanOrEqual(10_000);
    expect(value).toBeLessThanOrEqual(10_000 + sizes.length * page);
    expect(asked.length * page).toBe(value);
  });
});
