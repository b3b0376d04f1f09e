import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { LOST, MAX_REQUESTS } from '../../../shared/platform/backoff.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { TableCommands } from '../../../shared/platform/table-commands.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { busyTable, cancelled, inTransaction, throttle, type Operation } from '../../support/busy-table.ts';
import { testTable } from '../../support/dynamodb.ts';
import { thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let commands: TableCommands;
beforeAll(async () => {
  opened = await testTable();
  commands = opened.commands;
});
afterAll(() => opened.close());

let key: { pk: string; sk: string };
beforeEach(async () => {
  key = { pk: ids.next('ten'), sk: 'A' };
  await opened.table.put({ ...key, n: 1 });
});

const TOO_BUSY = { kind: 'unavailable', code: 'service.throttled' };
const other = () => ({ ...key, sk: 'B' });
const operations: [Operation, (table: Table) => Promise<unknown>][] = [
  ['get', (table) => table.get(key)],
  ['getSome', (table) => table.getAll([key])],
  ['query', (table) => table.query({ pk: key.pk })],
  ['put', (table) => table.put({ ...other(), n: 1 }, { exists: false })],
  ['update', (table) => table.update(key, { add: { n: 1 } }, { equals: { n: 1 } })],
  ['updateAndRead', (table) => table.updateAndRead(key, { add: { n: 1 } }, { equals: { n: 1 } })],
  ['remove', (table) => table.remove(key, { equals: { n: 1 } })],
  ['transact', (table) => table.transact([{ key, change: { add: { n: 1 } }, where: { equals: { n: 1 } } }])],
];
const writes = operations.slice(3);

describe.each(operations)('%s', (operation, perform) => {
  test('that is throttled for a while waits, and then does what it would have done', async () => {
    const { table, requests, pauses } = busyTable(commands, (_, request) => (request < 4 ? throttle() : undefined));
    const answer = await perform(table);
    expect(requests).toEqual(new Array(4).fill(operation));
    expect(pauses).toEqual([50, 100, 200]);
    expect(answer).not.toMatchObject({ done: false });
    expect(answer).not.toBe(false);
  });

  test('that stays throttled is an error, never a lost race', async () => {
    const { table, requests } = busyTable(commands, () => throttle());
    expect(await thrown(() => perform(table))).toMatchObject(TOO_BUSY);
    expect(requests).toHaveLength(MAX_REQUESTS);
  });
});

describe.each(writes)('%s of an item that a transaction holds', (operation, perform) => {
  const refusal = () => (operation === 'transact' ? cancelled('TransactionConflict') : inTransaction());

  test('is repeated until it is done', async () => {
    const { table, requests } = busyTable(commands, (_, request) => (request < 6 ? refusal() : undefined));
    expect(await perform(table)).not.toMatchObject({ done: false });
    expect(requests).toHaveLength(6);
  });

  test('is an error when that does not end', async () => {
    const { table, requests } = busyTable(commands, refusal);
    expect(await thrown(() => perform(table))).toMatchObject(TOO_BUSY);
    expect(requests).toHaveLength(MAX_REQUESTS);
  });

  test('is lost at once when its condition fails', async () => {
    await opened.table.update(key, { set: { n: 5 } });
    await opened.table.put({ ...other(), n: 5 });
    const { table, requests } = busyTable(commands, () => undefined);
    const answer = await perform(table);
    expect(operation === 'transact' ? answer : (answer as { done: boolean }).done).toBe(false);
    expect(requests).toHaveLength(1);
  });
});

test('a transaction that is cancelled for a failed condition is lost, whatever else it met', async () => {
  const { table, requests } = busyTable(commands, () => cancelled('ConditionalCheckFailed', 'ThrottlingError'));
  expect(await table.transact([{ put: other() }, { put: key }])).toBe(false);
  expect(requests).toHaveLength(1);
});

test('a transaction that is repeated after its answer was lost takes effect once', async () => {
  const busy = busyTable(commands, () => undefined);
  let first = true;
  const { table } = busyTable(
    {
      ...commands,
      async transact(given, token) {
        await commands.transact(given, token);
        if (!first) return;
        first = false;
        // The next attempt comes while the first one is running.
        throw Object.assign(new Error('in progress'), { name: 'TransactionInProgressException' });
      },
    },
    () => undefined,
  );
  expect(await table.transact([{ key, change: { add: { n: 1 } }, where: { equals: { n: 1 } } }])).toBe(true);
  expect(await busy.table.get(key)).toMatchObject({ n: 2 });
});

test('a batch that is answered in parts is read to the end', async () => {
  const keys = ['A', 'B', 'C'].map((sk) => ({ ...key, sk }));
  for (const one of keys) await opened.table.put(one);
  const oneByOne = busyTable(
    { ...commands, getSome: async ([first, ...unread]) => ({ ...(await commands.getSome([first!])), unread }) },
    () => undefined,
  );
  expect(await oneByOne.table.getAll(keys)).toHaveLength(3);
  expect(oneByOne.pauses).toEqual([50, 100]);
  const none = busyTable({ ...commands, getSome: async (unread) => ({ items: [], unread }) }, () => undefined);
  expect(await thrown(() => none.table.getAll(keys))).toMatchObject(TOO_BUSY);
  expect(none.requests).toHaveLength(MAX_REQUESTS);
});

test('thirty writers of one row all get their turn', async () => {
  const { table } = opened;
  const increment = () =>
    table.untilWon(async () => {
      const n = (await table.get(key))?.['n'];
      const written = await table.update(key, { set: { n: Number(n) + 1 } }, { equals: { n } });
      return written.done || LOST;
    });
  await Promise.all(Array.from({ length: 30 }, increment));
  expect(await table.get(key)).toMatchObject({ n: 31 });
});

test('a list whose pages do not end is an error', async () => {
  const last = key;
  const endless = busyTable({ ...commands, query: async () => ({ items: [], last }) }, () => undefined);
  await expect(Array.fromAsync(endless.table.all({ pk: key.pk }))).rejects.toThrow('did not end after 100000 pages');
});
