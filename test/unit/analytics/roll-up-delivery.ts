import { setImmediate as turn } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { foldRecords } from '../../../shared/analytics/fold-records.ts';
import type { ChangeRecord } from '../../../shared/platform/change-record.ts';
import { recount } from '../../../shared/analytics/recount.ts';
import { settledOf } from '../../../shared/analytics/rollup.ts';
import { rollupStore, type Rollups } from '../../../shared/analytics/rollup.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import type { Change, Condition } from '../../../shared/platform/expression.ts';
import type { Item, Query, Table } from '../../../shared/platform/table-client.ts';
import type { Key } from '../../../shared/platform/table.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, keptLog } from '../fixtures.ts';
import { dice, historyOf, type Dice, type History } from './history.ts';

const CHANGES = 600;
const { log } = keptLog();
const failures = { add: async () => Promise.reject(new Error('Nothing here is unfoldable.')) };

/** As much of a table as the roll-up and a recount use, in memory: each update is one act, between others' acts. */
function tableInMemory(roll: Dice): Table {
  const rows = new Map<string, Item>();
  const found = ({ pk, prefix = '' }: Query) =>
    [...rows.values()].filter((item) => item['pk'] === pk && String(item['sk']).startsWith(prefix));
  const table = {
    async put(item: Item) {
      rows.set(`${String(item['pk'])} ${String(item['sk'])}`, item);
    },
    async update({ pk, sk }: Key, { add = {}, set = {} }: Change, where: Condition) {
      if (roll(2) === 0) await turn();
      const row = rows.get(`${pk} ${sk}`);
      for (const [name, bound] of Object.entries(where.notExistsOrLessThan ?? {}))
        if (row?.[name] !== undefined && String(row[name]) >= String(bound)) return { done: false, found: row };
      const sums = Object.entries(add).map(([name, by]) => [name, Number(row?.[name] ?? 0) + by]);
      const item = { ...row, pk, sk, ...Object.fromEntries(sums), ...set };
      rows.set(`${pk} ${sk}`, item);
      return { done: true, item };
    },
    query: async (query: Query) => ({ items: found(query), last: undefined }),
    async *all(query: Query) {
      yield* found(query);
    },
  };
  return table as unknown as Table;
}

/** Shares of several partitions as one batch: mixed at random, the order within each kept. */
function mixed(shares: readonly (readonly ChangeRecord[])[], roll: Dice): ChangeRecord[] {
  const left = shares.map((share) => [...share]).filter(({ length }) => length > 0);
  const batch: ChangeRecord[] = [];
  while (left.length > 0) {
    const place = roll(left.length);
    batch.push(left[place]!.shift()!);
    if (left[place]!.length === 0) left.splice(place, 1);
  }
  return batch;
}

/** One invocation; one that dies has written some of its rows, and gets its batch again. */
async function invoke(batch: readonly ChangeRecord[], rollups: Rollups, roll: Dice, dies: boolean): Promise<void> {
  const add: Rollups['add'] = async (row, steps) => {
    if (dies && roll(2) === 0) throw new Error('killed');
    await rollups.add(row, steps);
  };
  const ended = foldRecords(batch, { rollups: { ...rollups, add }, failures, log, clock: fakeClock() });
  await (dies ? ended.catch(() => undefined) : ended);
}

/**
 * Delivers a history as an event source may. Each partition's records come in order; a batch takes some partitions and
 * begins anywhere in what was delivered already, invocations die, come again, and run beside their successors.
 */
async function deliver({ records }: History, rollups: Rollups, roll: Dice): Promise<void> {
  const ends = new Map([...records.keys()].map((pk) => [pk, 0]));
  const cut = () =>
    [...records].flatMap(([pk, all]) => {
      if (roll(3) === 0) return [];
      const end = ends.get(pk)!;
      const from = roll(2) === 0 ? roll(end + 1) : end;
      return [{ pk, from, to: Math.min(all.length, from + roll(30)), all }];
    });
  while ([...records].some(([pk, all]) => ends.get(pk)! < all.length)) {
    const invocations = Array.from({ length: 1 + roll(3) }, () => {
      const shares = cut();
      const batch = mixed(
        shares.map(({ all, from, to }) => all.slice(from, to)),
        roll,
      );
      return { shares, batch, dies: roll(5) === 0, times: 1 + roll(2) };
    });
    await Promise.all(
      invocations.flatMap(({ batch, dies, times }) =>
        Array.from({ length: times }, () => invoke(batch, rollups, roll, dies)),
      ),
    );
    for (const { shares } of invocations.filter(({ dies }) => !dies))
      for (const { pk, to } of shares) ends.set(pk, Math.max(ends.get(pk)!, to));
  }
}

/** Puts a history's end into a table, delivers its records to it, and compares. @returns how many records there were */
async function compare(seed: number, table: Table): Promise<number> {
  const roll = dice(seed);
  const history = historyOf(roll, CHANGES);
  await Promise.all(history.items.map((item) => table.put(item)));
  const rollups = rollupStore(table);
  await deliver(history, rollups, roll);

  for (const { tenant_id, campaign_id } of history.campaigns) {
    const counted = await rollups.read(tenant_id, campaign_id);
    const ledger = { messages: messageStore(table), interactions: interactionStore(table) };
    expect(counted).toEqual(await recount(tenant_id, campaign_id, ledger));
    // A recount shares its counting with the roll-up, so what is plain to see is counted apart.
    const of = (kind: string) =>
      history.items.filter((item) => item['campaign_id'] === campaign_id && String(item['sk']).startsWith(kind));
    const unsettled = of('MESSAGE#').filter(({ status }) => ['retry', 'sending'].includes(String(status)));
    expect(counted.totals?.['recipients']).toBe(of('MESSAGE#').length);
    expect(settledOf(counted.totals ?? {})).toBe(of('MESSAGE#').length - unsettled.length);
    const clicks = Object.values(counted.weekdays ?? {}).reduce((total, by) => total + by, 0);
    expect(clicks).toBe(of('INTERACTION#').length);
  }
  return [...history.records.values()].flat().length;
}

/** Makes the tests: of so many histories in memory, with more than so many records, and of those on a real table. */
export function testExactRollUps(of: { histories: number; records: number; onTable: readonly number[] }): void {
  describe('rollups equal a recount when records are delivered again, in pieces, mixed or at once', () => {
    let records = 0;
    test.for(Array.from({ length: of.histories }, (_, n) => n + 1))('seed %i', async (seed) => {
      records += await compare(seed, tableInMemory(dice(-seed)));
    });
    test('with enough records', () => {
      expect(records).toBeGreaterThan(of.records);
    });
  });

  describe('rollups equal a recount on a real table', () => {
    let opened: Awaited<ReturnType<typeof testTable>>;
    beforeAll(async () => {
      opened = await testTable();
    });
    afterAll(() => opened.close());

    test.for(of.onTable)('seed %i', async (seed) => {
      expect(await compare(seed, opened.table)).toBeGreaterThan(100);
    });
  });
}
