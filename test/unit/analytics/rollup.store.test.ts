import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { foldRecords, type ChangeRecord } from '../../../shared/analytics/fold-records.ts';
import { recount } from '../../../shared/analytics/recount.ts';
import { padded, settledOf, sum, type Step } from '../../../shared/analytics/rollup.ts';
import { rollupStore, type Rollups } from '../../../shared/analytics/rollup.store.ts';
import { MESSAGE_STATUSES, type MessageStatus } from '../../../shared/messaging/message.ts';
import { messageStore } from '../../../shared/messaging/message.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import { testTable } from '../../support/dynamodb.ts';
import { keptLog } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let rollups: Rollups;
beforeAll(async () => {
  opened = await testTable();
  rollups = rollupStore(opened.table);
}, 30_000);
afterAll(() => opened.close());

const rowOf = () => ({ tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), lane: 3 });
const step = (sequence: number, by = 1): Step => ({ sequence: padded(String(sequence)), adds: { recipients: by } });
const steps = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => step(from + n));
const totals = ({ tenant_id, campaign_id }: ReturnType<typeof rowOf>) => rollups.totals(tenant_id, campaign_id);

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

  test('of nothing is nothing; of no change moves the mark alone', async () => {
    const row = rowOf();
    await rollups.add(row, []);
    expect(await totals(row)).toEqual({});
    await rollups.add(row, [step(5, 0)]);
    await rollups.add(row, [step(4, 7)]);
    expect(await totals(row)).toEqual({});
  });

  test('counts in its own lane, campaign and tenant', async () => {
    const row = rowOf();
    await rollups.add(row, [step(1)]);
    await rollups.add({ ...row, lane: 4 }, [step(1, 2)]);
    await rollups.add({ ...row, campaign_id: ids.next('cmp') }, [step(1, 4)]);
    await rollups.add({ ...row, tenant_id: ids.next('ten') }, [step(1, 8)]);
    expect(await totals(row)).toEqual({ recipients: 3 });
  });
});

test('how many of a lane are settled', async () => {
  const row = rowOf();
  const { tenant_id: tenant, campaign_id: campaign } = row;
  expect(await rollups.settled(tenant, campaign, 3)).toBe(0);
  const adds = { recipients: 9, accepted: 2, sent: 2, failed: 3, 'failed#63016': 3, skipped: 1, unknown: 1 };
  await rollups.add(row, [{ sequence: padded('1'), adds }]);
  await rollups.add({ ...row, lane: 4 }, [{ sequence: padded('1'), adds: { accepted: 50 } }]);
  expect(await rollups.settled(tenant, campaign, 3)).toBe(7);
});

/** A generator of numbers below n, the same ones for the same seed (mulberry32). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

describe('any delivery', () => {
  const { log } = keptLog();
  const failures = { add: async () => Promise.reject(new Error('Nothing here is unfoldable.')) };

  /**
   * Messages of one campaign change at random; each lane's records come in order, cut anyhow, batches again and again
   * from any place before, as an event source does after a failure.
   */
  test.each(Array.from({ length: 20 }, (_, seed) => seed + 1))('of seed %i equals a recount', async (seed) => {
    const roll = dice(seed);
    const [tenant_id, campaign_id] = [ids.next('ten'), ids.next('cmp')];
    const standing = new Map<string, Record<string, unknown>>();
    const customers = Array.from({ length: 12 }, () => ids.next('cus'));
    const lanes = new Map<string, ChangeRecord[]>();
    for (let sequence = 1; sequence <= 80; sequence += 1) {
      const customer_id = customers[roll(customers.length)]!;
      const pk = `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}#LANE#${laneName(laneOf(customer_id))}`;
      const before = standing.get(customer_id);
      const status: MessageStatus = MESSAGE_STATUSES[roll(MESSAGE_STATUSES.length)]!;
      const after = {
        ...{ pk, sk: `MESSAGE#${customer_id}`, id: ids.next('msg'), campaign_id, customer_id, status },
        ...(status === 'failed' && { error_code: ['63016', '21211'][roll(2)] }),
        ...(status === 'skipped' && { status_reason: 'opted_out' }),
      };
      standing.set(customer_id, after);
      const records = lanes.get(pk) ?? lanes.set(pk, []).get(pk)!;
      records.push({ sequence: String(sequence * 7), pk, before, after });
    }
    await Promise.all([...standing.values()].map((item) => opened.table.put(item)));

    const ends = new Map([...lanes.keys()].map((pk) => [pk, 0]));
    while ([...lanes].some(([pk, records]) => ends.get(pk)! < records.length)) {
      const batch = [...lanes].flatMap(([pk, records]) => {
        const end = ends.get(pk)!;
        const from = roll(3) === 0 ? roll(end + 1) : end;
        const to = Math.min(records.length, from + roll(6));
        ends.set(pk, Math.max(end, to));
        return records.slice(from, to);
      });
      await Promise.all(Array.from({ length: 1 + roll(2) }, () => foldRecords(batch, { rollups, failures, log })));
    }

    const found = await rollups.totals(tenant_id, campaign_id);
    expect(found).toEqual(await recount(tenant_id, campaign_id, messageStore(opened.table)));
    const unsettled = [...standing.values()].filter(({ status }) => ['retry', 'sending'].includes(String(status)));
    expect(settledOf(found)).toBe(standing.size - unsettled.length);
    expect(sum([found])).toMatchObject({ recipients: standing.size });
  });
});
