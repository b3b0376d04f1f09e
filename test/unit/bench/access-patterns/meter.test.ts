import { expect, test } from 'vitest';

import { withTable } from '../../../../bench/access-patterns/table.ts';

const KEY = { pk: 'TENANT#1', sk: 'THING' };
const INDEXED = { ...KEY, gsi1pk: 'THINGS', gsi1sk: '1' };

test('the meter counts what a call consumes as DynamoDB does', async () => {
  await withTable(async (table, measure) => {
    expect(await measure(() => table.put(KEY))).toEqual({ read: 0, write: 1 });
    expect(await measure(() => table.put({ ...INDEXED, sk: 'INDEXED' }))).toEqual({ read: 0, write: 2 });
    expect(await measure(() => table.put({ ...KEY, text: 'x'.repeat(1_100) }))).toEqual({ read: 0, write: 2 });
    expect(await measure(() => table.get(KEY))).toEqual({ read: 1, write: 0 });
    expect(await measure(() => table.get(KEY, { consistent: false }))).toEqual({ read: 0.5, write: 0 });
    expect(await measure(() => table.getAll([KEY, { ...KEY, sk: 'ABSENT' }]))).toEqual({ read: 2, write: 0 });
    expect(await measure(() => table.query({ pk: 'THINGS', index: 'gsi1' }))).toEqual({ read: 0.5, write: 0 });
    expect(await measure(() => table.transact([{ put: { ...KEY, sk: 'NEW' } }]))).toEqual({ read: 0, write: 2 });
  });
});

test('the meter counts a refused condition by the size of the item that stood in its way', async () => {
  await withTable(async (table, measure) => {
    await table.put({ ...KEY, text: 'x'.repeat(1_100) });
    const refused = () => table.put(KEY, { exists: false });
    expect((await refused()).done).toBe(false);
    expect(await measure(refused)).toEqual({ read: 0, write: 2 });
    const cancelled = () => table.transact([{ put: { ...KEY, sk: 'OTHER' } }, { put: KEY, where: { exists: false } }]);
    expect(await cancelled()).toBe(false);
    expect(await measure(cancelled)).toEqual({ read: 0, write: 4 });
  });
});

test('the meter counts what runs side by side, and nothing from before', async () => {
  await withTable(async (table, measure) => {
    await table.put(KEY);
    const both = () => Promise.all([table.get(KEY), table.put(KEY)]);
    expect(await measure(both)).toEqual({ read: 1, write: 1 });
    expect(await measure(async () => undefined)).toEqual({ read: 0, write: 0 });
  });
});
