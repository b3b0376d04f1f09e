import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { tableClient, type Item, type Table } from '../../../shared/platform/table-client.ts';
import { tableRequests } from '../../../shared/platform/table-requests.ts';
import { TABLE_NAME, testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let table: Table;
beforeAll(async () => {
  opened = await testTable();
  table = opened.table;
});
afterAll(() => opened.close());

const fresh = (sk = 'A') => ({ pk: ids.next('ten'), sk });

describe('a write', () => {
  test('is read back as it was written, without undefined values', async () => {
    const key = fresh();
    await table.put({ ...key, text: 'ü', number: 0.1, list: [1, { a: true }], none: null, gone: undefined });
    expect(await table.get(key)).toEqual({ ...key, text: 'ü', number: 0.1, list: [1, { a: true }], none: null });
    expect(await table.get(fresh())).toBeUndefined();
  });

  test('whose condition fails answers the item that is there', async () => {
    const key = fresh();
    expect(await table.put({ ...key, n: 1 }, { exists: false })).toMatchObject({ done: true });
    const stands = { done: false, found: { ...key, n: 1 } };
    expect(await table.put({ ...key, n: 2 }, { exists: false })).toEqual(stands);
    expect(await table.update(key, { set: { n: 2 } }, { equals: { n: 5 } })).toEqual(stands);
    expect(await table.remove(key, { equals: { n: 5 } })).toEqual(stands);
    const nothing = { done: false, found: undefined };
    expect(await table.update(fresh(), { set: { n: 2 } }, { exists: true })).toEqual(nothing);
    expect(await table.remove(fresh(), { exists: true })).toEqual(nothing);
    expect(await table.get(key)).toEqual({ ...key, n: 1 });
  });

  test('of an update answers the whole item after it', async () => {
    const key = fresh();
    await table.put({ ...key, keep: 1, go: 1, n: 1, map: { a: 1, b: 2 } });
    const change = {
      set: { 'map.a': 9, gone: undefined },
      setIfAbsent: { keep: 5, first: 5 },
      add: { n: 2, more: 3 },
      remove: ['go'],
    };
    expect(await table.updateAndRead(key, change)).toEqual({
      done: true,
      item: { ...key, keep: 1, first: 5, n: 3, more: 3, map: { a: 9, b: 2 } },
    });
  });

  test('of an update that nobody reads answers that it is done', async () => {
    const key = fresh();
    await table.put({ ...key, n: 1 });
    expect(await table.update(key, { add: { n: 2 } })).toEqual({ done: true, item: undefined });
    expect(await table.get(key)).toMatchObject({ n: 3 });
  });

  test('adds members to a set, each once', async () => {
    const key = fresh();
    await table.update(key, { addToSet: { tags: new Set(['a']) } });
    const { item } = (await table.updateAndRead(key, { addToSet: { tags: new Set(['a', 'b']) } })) as { item: Item };
    expect(item['tags']).toEqual(new Set(['a', 'b']));
  });

  test.each([
    [{ exists: true }, true],
    [{ exists: false }, false],
    [{ equals: { n: 5 } }, true],
    [{ equals: { n: 5, s: 'x' } }, false],
    [{ equals: { n: 5, none: undefined } }, true],
    [{ oneOf: { s: ['x', 'm'] } }, true],
    [{ oneOf: { s: ['x'] } }, false],
    [{ greaterOrEqual: { n: 5 }, lessOrEqual: { n: 5 } }, true],
    [{ greaterOrEqual: { n: 6 } }, false],
    [{ lessOrEqual: { n: 4 } }, false],
    [{ lessThan: { n: 5 } }, false],
    [{ lessThan: { n: 5.1 } }, true],
    [{ lessThan: { none: 5 } }, false],
    [{ notExistsOrLessThan: { none: 5 } }, true],
    [{ notExistsOrLessThan: { s: 'n' } }, true],
    [{ notExistsOrLessThan: { s: 'm' } }, false],
    [{ notExistsOrLessOrEqual: { none: 5 } }, true],
    [{ notExistsOrLessOrEqual: { n: 5, s: 'm' } }, true],
    [{ notExistsOrLessOrEqual: { n: 5, s: 'l' } }, false],
    [{ notExistsOrNotEqual: { none: 'm' } }, true],
    [{ notExistsOrNotEqual: { s: 'x' } }, true],
    [{ notExistsOrNotEqual: { s: 'm' } }, false],
    [{ notExistsOrWithout: { none: 'm' } }, true],
    [{ notExistsOrWithout: { list: 'x' } }, true],
    [{ notExistsOrWithout: { list: 'm' } }, false],
    [{ notExistsOrEqual: { none: 'm' } }, true],
    [{ notExistsOrEqual: { s: 'm' } }, true],
    [{ notExistsOrEqual: { s: 'x' } }, false],
    [{ notExists: ['none'] }, true],
    [{ notExists: ['none', 'n'] }, false],
    [{ equals: { 'map.a': 1 } }, true],
    [{ exists: true, equals: { n: 5 }, oneOf: { s: ['m'] }, notExists: ['none'] }, true],
  ])('on the condition %j is done: %s', async (where, done) => {
    const key = fresh();
    await table.put({ ...key, n: 5, s: 'm', map: { a: 1 }, list: ['l', 'm'] });
    expect((await table.update(key, { set: { hit: true } }, where)).done).toBe(done);
  });
});

describe('a transaction', () => {
  test('writes all or nothing', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    await table.put({ ...two, n: 1 });
    await table.put({ ...three, n: 1 });
    const writes = (n: number) => [
      { put: { ...one, n }, where: { exists: false } },
      { key: two, change: { add: { n } }, where: { equals: { n: 1 } } },
      { remove: three, where: { exists: true } },
    ];
    expect(await table.transact(writes(5))).toBe(true);
    expect([await table.get(one), await table.get(two), await table.get(three)]).toEqual([
      { ...one, n: 5 },
      { ...two, n: 6 },
      undefined,
    ]);
    expect(await table.transact(writes(7))).toBe(false);
    expect([await table.get(one), await table.get(two)]).toEqual([
      { ...one, n: 5 },
      { ...two, n: 6 },
    ]);
  });

  test('that can never succeed is an error, or its caller would try for ever', async () => {
    const large = { ...fresh(), text: 'x'.repeat(420_000) };
    await expect(table.transact([{ put: large }, { put: fresh() }])).rejects.toThrow();
    const text = fresh();
    await table.put({ ...text, n: 'no number' });
    await expect(table.transact([{ key: text, change: { add: { n: 1 } } }])).rejects.toThrow();
  });
});

describe('reading many', () => {
  test.each([0, 1, 26, 60, 100, 101, 250])('%i items are read, absent ones are left out', async (n) => {
    const keys = Array.from({ length: n }, () => fresh());
    for (let from = 0; from < n; from += 50)
      await table.transact(keys.slice(from, from + 50).map((key, k) => ({ put: { ...key, n: from + k } })));
    const wanted = n > 0 ? [...keys.slice(1), fresh()] : [];
    const found = await table.getAll(wanted);
    expect(found.map(({ pk }) => pk).toSorted()).toEqual(
      keys
        .slice(1)
        .map(({ pk }) => pk)
        .toSorted(),
    );
  });

  test('goes on until all are read, when an answer is full', async () => {
    const pk = ids.next('ten');
    const keys = Array.from({ length: 60 }, (_, n) => ({ pk, sk: String(n).padStart(2, '0') }));
    const text = 'x'.repeat(300_000);
    for (const key of keys) await table.put({ ...key, text });
    expect((await table.getAll(keys)).map(({ sk }) => sk).toSorted()).toEqual(keys.map(({ sk }) => sk));
    const read: unknown[] = [];
    for await (const item of table.all({ pk })) read.push(item['sk']);
    expect(read).toEqual(keys.map(({ sk }) => sk));
  });
});

describe('a query', () => {
  const pk = ids.next('ten');
  const other = ids.next('ten');
  const sort = ['A#1', 'A#2', 'A#3', 'B#1', 'B#2'];
  beforeAll(async () => {
    await table.transact([
      ...sort.map((sk, n) => ({ put: { pk, sk, gsi1pk: `${pk}#G`, gsi1sk: String(9 - n) } })),
      { put: { pk: other, sk: 'A#1', gsi1pk: `${other}#G`, gsi1sk: '1' } },
    ]);
  });
  const sks = ({ items }: { items: readonly Item[] }) => items.map(({ sk }) => sk);

  test.each([
    [{}, sort],
    [{ prefix: 'A#' }, sort.slice(0, 3)],
    [{ prefix: 'C#' }, []],
    [{ newestFirst: true }, sort.toReversed()],
    [{ prefix: 'B#', newestFirst: true, limit: 1 }, ['B#2']],
    [{ consistent: true, limit: 2 }, ['A#1', 'A#2']],
  ])('with %j', async (query, expected) => {
    expect(sks(await table.query({ pk, ...query }))).toEqual(expected);
  });

  test('has the attributes that are asked for, also those whose names DynamoDB reserves', async () => {
    const own = `${pk}#FIELDS`;
    await table.put({ pk: own, sk: 'A', name: 'Ana', status: 'read', language: 'de' });
    expect((await table.query({ pk: own, fields: ['name', 'status', 'absent'] })).items).toEqual([
      { name: 'Ana', status: 'read' },
    ]);
  });

  test('of an index is in its order', async () => {
    expect(sks(await table.query({ pk: `${pk}#G`, index: 'gsi1' }))).toEqual(sort.toReversed());
    expect(sks(await table.query({ pk: `${pk}#G`, index: 'gsi1', prefix: '9', newestFirst: true }))).toEqual(['A#1']);
    expect(sks(await table.query({ pk: `${pk}#G`, index: 'gsi2' }))).toEqual([]);
  });

  test.each([1, 2, 3, 100])('in pages of %i has all items', async (limit) => {
    const pages: unknown[][] = [];
    let after: Item | undefined;
    do {
      const page = await table.query({ pk, limit, ...(after && { after }) });
      pages.push(sks(page));
      after = page.last;
    } while (after);
    expect(pages.flat()).toEqual(sort);
    const all: unknown[] = [];
    for await (const item of table.all({ pk, limit, after: { pk, sk: 'A#1' } })) all.push(item['sk']);
    expect(all).toEqual(sort.slice(1));
  });
});

test('a table that does not exist is an error', async () => {
  const none = tableClient('no-such-table', tableRequests(opened.access));
  await expect(none.get(fresh())).rejects.toThrow();
  await expect(none.put(fresh(), { exists: false })).rejects.toThrow();
  await expect(none.transact([{ put: fresh() }])).rejects.toThrow();
  expect((await table.query({ pk: TABLE_NAME })).items).toEqual([]);
});
