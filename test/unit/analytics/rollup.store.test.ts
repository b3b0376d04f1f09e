import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  FAMILIES,
  paddedSequence,
  type Counters,
  type RollupRow,
  type Step,
} from '../../../shared/analytics/rollup.ts';
import { rollupStore, type Rollups } from '../../../shared/analytics/rollup.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let rollups: Rollups;
beforeAll(async () => {
  opened = await testTable();
  rollups = rollupStore(opened.table);
});
afterAll(() => opened.close());

const rowOf = (): RollupRow => ({
  ...{ tenant_id: ids.next('ten'), campaign_id: ids.next('cmp') },
  ...{ family: 'totals', source: '03' },
});
const step = (sequence: number, by = 1): Step => ({
  sequence: paddedSequence(String(sequence)),
  adds: { recipients: by },
});
const steps = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => step(from + n));
const read = ({ tenant_id, campaign_id }: RollupRow) => rollups.read(tenant_id, campaign_id);
const totals = async (row: RollupRow) => (await read(row)).totals;

test('a batch of more counters than one write takes is counted once, however often it is delivered', async () => {
  const row = { ...rowOf(), family: 'buttons', source: 'campaign' } as const;
  const batch = Array.from({ length: 1_000 }, (_, n) => ({
    sequence: paddedSequence(String(n + 1)),
    adds: { [`response#${'b'.repeat(100)}#${n}`]: 1, clicks: 1 },
  }));
  await rollups.add(row, batch.slice(0, 300));
  await rollups.add(row, batch);
  await rollups.add(row, batch.slice(700));
  const { buttons = {} } = await read(row);
  expect(buttons['clicks']).toBe(1_000);
  expect(Object.values(buttons).filter((count) => count === 1)).toHaveLength(1_000);
});

test('a repair of more counters than one write takes adds them once, beside what is counted meanwhile', async () => {
  const row = { ...rowOf(), family: 'buttons', source: 'campaign' } as const;
  const lacking = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`response#b#${n}`, n + 1]));
  const before = await rollups.row(row);
  await rollups.add(row, [{ sequence: paddedSequence('1'), adds: { 'response#b#0': 1 } }]);
  expect(await rollups.repair(row, before, lacking, 'check-1')).toBe(true);
  expect(await rollups.repair(row, before, lacking, 'check-2')).toBe(false);
  const { counters } = await rollups.row(row);
  expect(counters).toEqual({ ...lacking, 'response#b#0': 2 });
});

describe('a batch', () => {
  test.each<[string, [number, number][]]>([
    ['once', [[1, 10]]],
    [
      'twice',
      [
        [1, 10],
        [1, 10],
      ],
    ],
    [
      'and its beginning again',
      [
        [1, 10],
        [1, 4],
      ],
    ],
    [
      'and its end again',
      [
        [1, 10],
        [7, 10],
      ],
    ],
    [
      'and one of it again',
      [
        [1, 10],
        [5, 5],
      ],
    ],
    [
      'in two',
      [
        [1, 4],
        [5, 10],
      ],
    ],
    [
      'in two that overlap',
      [
        [1, 6],
        [4, 10],
      ],
    ],
    [
      'split after a failure',
      [
        [1, 5],
        [1, 10],
      ],
    ],
    [
      'with the first part late',
      [
        [1, 3],
        [4, 10],
        [1, 3],
        [1, 10],
      ],
    ],
  ])('that is delivered %s counts once', async (_, deliveries) => {
    const row = rowOf();
    for (const [from, to] of deliveries) await rollups.add(row, steps(from, to));
    expect(await totals(row)).toEqual({ recipients: 10 });
  });

  test('that is delivered to several at once counts once', async () => {
    const row = rowOf();
    await Promise.all(Array.from({ length: 8 }, () => rollups.add(row, steps(1, 10))));
    expect(await totals(row)).toEqual({ recipients: 10 });
  });

  test('without records writes nothing; one without changes moves only the mark', async () => {
    const row = rowOf();
    await rollups.add(row, []);
    expect(await totals(row)).toEqual({});
    await rollups.add(row, [step(5, 0)]);
    await rollups.add(row, [step(4, 7)]);
    expect(await totals(row)).toEqual({});
  });

  test('counts only in its own source, family, campaign and tenant', async () => {
    const row = rowOf();
    await rollups.add(row, [step(1)]);
    await rollups.add({ ...row, source: '04' }, [step(1, 2)]);
    await rollups.add({ ...row, family: 'buttons', source: 'campaign' }, [step(1, 16)]);
    await rollups.add({ ...row, campaign_id: ids.next('cmp') }, [step(1, 4)]);
    await rollups.add({ ...row, tenant_id: ids.next('ten') }, [step(1, 8)]);
    const none = Object.fromEntries(FAMILIES.map((family) => [family, {}]));
    expect(await read(row)).toEqual({ ...none, totals: { recipients: 3 }, buttons: { recipients: 16 } });
  });

  test('counts under any name that a button or a conversion can have', async () => {
    const row: RollupRow = { ...rowOf(), family: 'buttons', source: 'campaign' };
    const names = [
      'clicks#a.b',
      'clicks#a',
      'clicks#a.c',
      'clicks#:0',
      'clicks# #0',
      'clicks#Ü🙂',
      'led_to#a.b.c',
      'led_to#.',
    ];
    const adds: Counters = Object.fromEntries(names.map((name, n) => [name, n + 1]));
    await rollups.add(row, [{ sequence: paddedSequence('1'), adds }]);
    expect((await read(row)).buttons).toEqual(adds);
  });

  test('can write all the counters that a campaign’s row may have at once', async () => {
    const row: RollupRow = { ...rowOf(), family: 'buttons', source: 'campaign' };
    const names = ['a', 'b', 'c'].flatMap((button) => Array.from({ length: 92 }, (_, n) => `response#${button}#${n}`));
    const adds: Counters = Object.fromEntries(names.map((name) => [name, 1]));
    await rollups.add(row, [{ sequence: paddedSequence('1'), adds }]);
    expect((await read(row)).buttons).toEqual(adds);
  });
});

test('the settled messages of a lane are counted', async () => {
  const row = rowOf();
  const { tenant_id: tenant, campaign_id: campaign } = row;
  expect((await rollups.inLane(tenant, campaign, 3)).settled).toBe(0);
  const adds = { recipients: 9, accepted: 2, sent: 2, failed: 3, 'failed#63016': 3, skipped: 1, unknown: 1 };
  await rollups.add(row, [{ sequence: paddedSequence('1'), adds }]);
  await rollups.add({ ...row, source: '04' }, [{ sequence: paddedSequence('1'), adds: { accepted: 50 } }]);
  await rollups.add({ ...row, family: 'buttons' }, [{ sequence: paddedSequence('1'), adds: { accepted: 50 } }]);
  expect((await rollups.inLane(tenant, campaign, 3)).settled).toBe(7);
  expect(await rollups.settledInAll(tenant, campaign)).toBe(57);
  expect(await rollups.settledInAll(tenant, ids.next('cmp'))).toBe(0);
});
