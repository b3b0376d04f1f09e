import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { dayOf } from '../../../shared/tenancy/spend-cap.ts';
import { spendStore, type Spends } from '../../../shared/tenancy/spend.store.ts';
import type { Spending } from '../../../shared/tenancy/spending.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START } from '../fixtures.ts';

const HOUR = 3_600_000;
const TOMORROW = START + 12 * HOUR;
let opened: Awaited<ReturnType<typeof testTable>>;
let spends: Spends;
beforeAll(async () => {
  opened = await testTable();
  spends = spendStore(opened.table);
});
afterAll(() => opened.close());

function spendingOf(given: Partial<Spending> = {}): Spending {
  const tenant_id = ids.next('ten');
  return { tenant_id, cap: 1_000, currency: 'USD', time_zone: 'UTC', costOf: () => 1, dearest: () => 1, ...given };
}
const rowOf = ({ tenant_id, currency, time_zone }: Spending) =>
  opened.table.get({ pk: `TENANT#${tenant_id}`, sk: `SPEND#${currency}#${time_zone}` });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test('16 lanes at once never spend more than the cap, and leave no room for another message', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 40, max: 400 }),
      fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), {
        minLength: 16,
        maxLength: 16,
      }),
      async (cap, pages) => {
        const spending = spendingOf({ cap });
        const lane = async (page: readonly number[]) => {
          let spent = 0;
          let left = page;
          for (;;) {
            const share = await spends.reserve(spending, left, START);
            if ('ask_again_at' in share) return { spent, next: left[0] ?? 0, ask_again_at: share.ask_again_at };
            expect(share.amount).toBe(sum(left.slice(0, share.granted)));
            spent += share.amount;
            // A page whose money is granted whole is planned again, until there is none left.
            left = share.granted === left.length ? page : left.slice(share.granted);
          }
        };
        const lanes = await Promise.all(pages.map(lane));
        const spent = sum(lanes.map((one) => one.spent));
        expect(spent).toBeLessThanOrEqual(cap);
        expect((await rowOf(spending))?.['spent']).toBe(spent);
        for (const { next, ask_again_at } of lanes) {
          expect(spent + next).toBeGreaterThan(cap);
          expect(ask_again_at).toBe(TOMORROW);
        }
      },
    ),
    { numRuns: 8 },
  );
});

test('no day of the tenant’s zone costs more than the cap, whenever money is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York'),
      fc.array(
        fc.record({
          after: fc.integer({ min: 0, max: 9 * HOUR }),
          costs: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
        }),
        { minLength: 10, maxLength: 30 },
      ),
      async (time_zone, asked) => {
        const spending = spendingOf({ cap: 100, time_zone });
        const spent = new Map<string, number>();
        let now = START;
        for (const { after, costs } of asked) {
          now += after;
          const day = dayOf(time_zone, now);
          const share = await spends.reserve(spending, costs, now);
          const granted = 'granted' in share ? share.granted : 0;
          const total = (spent.get(day) ?? 0) + sum(costs.slice(0, granted));
          spent.set(day, total);
          if ('day' in share) expect(share.day).toBe(day);
          // Whoever got less than asked for met the cap.
          if (granted < costs.length) expect(total + costs[granted]!).toBeGreaterThan(100);
          if (costs.length > 0) expect(await spends.spent(spending, now)).toBe(total);
        }
        for (const total of spent.values()) expect(total).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: 15 },
  );
});

test('what does not fit waits for the next day, in which all of it may be spent again', async () => {
  const spending = spendingOf();
  expect(await spends.reserve(spending, [600, 300, 300], START)).toMatchObject({ granted: 2, amount: 900 });
  expect(await spends.reserve(spending, [300], TOMORROW - 1)).toEqual({ ask_again_at: TOMORROW });
  expect(await spends.reserve(spending, [600, 300, 300], TOMORROW)).toMatchObject({ granted: 2, day: '2026-11-21' });
  // A worker whose clock is late counts in the day that has begun.
  expect(await spends.reserve(spending, [100], TOMORROW - 1)).toMatchObject({ granted: 1, day: '2026-11-21' });
  expect(await spends.spent(spending, TOMORROW)).toBe(1_000);
  expect(await spends.spent(spending, TOMORROW - 1)).toBe(0);
});

test('money that is given back can be spent again, once, and not on another day', async () => {
  const spending = spendingOf();
  const share = await spends.reserve(spending, [800], START);
  if (!('granted' in share)) throw new Error('There was money.');
  await spends.giveBack(spending, share);
  expect(await spends.reserve(spending, [700, 300], START)).toMatchObject({ granted: 2 });
  await spends.reserve(spending, [900], TOMORROW);
  await spends.giveBack(spending, share);
  expect(await spends.spent(spending, TOMORROW)).toBe(900);
});

test('nothing that costs nothing is written down, and a message that costs more than the cap is never granted', async () => {
  const spending = spendingOf();
  expect(await spends.reserve(spending, [], START)).toMatchObject({ granted: 0 });
  expect(await spends.reserve(spending, [0, 0], START)).toMatchObject({ granted: 2, amount: 0 });
  for (const cost of [1_001, Infinity])
    expect(await spends.reserve(spending, [cost], START)).toEqual({ ask_again_at: TOMORROW });
  expect(await rowOf(spending)).toBeUndefined();
  expect(await spends.reserve(spending, [1, Infinity], START)).toMatchObject({ granted: 1 });
});

test('a raised cap counts at once, a lowered one as well', async () => {
  const spending = spendingOf({ cap: 50 });
  await spends.reserve(spending, [50], START);
  expect(await spends.reserve({ ...spending, cap: 80 }, [30, 30], START)).toMatchObject({ granted: 1 });
  expect(await spends.reserve({ ...spending, cap: 20 }, [1], START)).toEqual({ ask_again_at: TOMORROW });
});

test('tenants, currencies and zones are counted apart, and a row goes some days after its day', async () => {
  const spending = spendingOf();
  await spends.reserve(spending, [900], START);
  expect(await rowOf(spending)).toMatchObject({
    spent: 900,
    day: '2026-11-20',
    expires_at: START / 1_000 + 3 * 86_400,
  });
  for (const other of [{ tenant_id: ids.next('ten') }, { currency: 'EUR' }, { time_zone: 'Asia/Tokyo' }])
    expect(await spends.reserve({ ...spending, ...other }, [900], START)).toMatchObject({ granted: 1 });
});
