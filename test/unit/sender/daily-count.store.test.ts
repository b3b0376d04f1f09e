import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { dailyCountStore, type DailyCounts } from '../../../shared/sender/daily-count.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { senderOf, START } from '../fixtures.ts';

const HOUR = 3_600_000;
let opened: Awaited<ReturnType<typeof testTable>>;
let counts: DailyCounts;
beforeAll(async () => {
  opened = await testTable();
  counts = dailyCountStore(opened.table);
});
afterAll(() => opened.close());

test('16 lanes at once are granted exactly the limit together', async () => {
  const sender = senderOf({ daily_limit: 1_000 });
  const lane = async () => {
    let got = 0;
    for (;;) {
      const share = await counts.reserve(sender, 7, START, START);
      if ('ask_again_at' in share) return { got, ask_again_at: share.ask_again_at };
      got += share.granted;
    }
  };
  const lanes = await Promise.all(Array.from({ length: 16 }, lane));
  expect(lanes.reduce((sum, { got }) => sum + got, 0)).toBe(1_000);
  expect(new Set(lanes.map(({ ask_again_at }) => ask_again_at))).toEqual(new Set([START + 25 * HOUR]));
});

test('any 24 hours have at most the limit, and all of it can be used', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          after: fc.integer({ min: 0, max: 9 * HOUR }),
          wanted: fc.integer({ min: 1, max: 40 }),
          sentIn: fc.integer({ min: 0, max: 15 * 60_000 }),
        }),
        { minLength: 10, maxLength: 40 },
      ),
      async (asked) => {
        const sender = senderOf({ daily_limit: 50 });
        const sent: { at: number; count: number }[] = [];
        const within = (end: number, window: number) =>
          sent
            .filter(({ at }) => (window === Infinity || at > end - window) && at <= end)
            .reduce((sum, { count }) => sum + count, 0);
        let now = START;
        for (const { after, wanted, sentIn } of asked) {
          now += after;
          const share = await counts.reserve(sender, wanted, now, now + sentIn);
          if ('granted' in share) sent.push({ at: now + sentIn, count: share.granted });
          else expect(share.ask_again_at).toBeGreaterThan(now);
          // Whoever got less than asked for met the limit; counts are coarse by the hour.
          const got = 'granted' in share ? share.granted : 0;
          if (got < wanted)
            expect(within(Infinity, Infinity) - within(now - 26 * HOUR, Infinity)).toBeGreaterThanOrEqual(50);
        }
        for (const { at } of sent) expect(within(at, 24 * HOUR)).toBeLessThanOrEqual(50);
      },
    ),
    { numRuns: 15 },
  );
});

test('a share that is given back can be granted again, once', async () => {
  const sender = senderOf({ daily_limit: 10 });
  const share = await counts.reserve(sender, 8, START, START);
  if (!('granted' in share)) throw new Error('There was room.');
  await counts.giveBack(sender, share);
  expect(await counts.reserve(sender, 12, START, START)).toMatchObject({ granted: 10 });
});

test('a sender without a limit, or a request for nothing, writes nothing', async () => {
  const [free, limited] = [senderOf(), senderOf({ daily_limit: 5 })];
  expect(await counts.reserve(free, 500, START, START)).toMatchObject({ granted: 500 });
  expect(await counts.reserve(limited, 0, START, START)).toMatchObject({ granted: 0 });
  for (const { tenant_id, id } of [free, limited])
    expect(await opened.table.get({ pk: `TENANT#${tenant_id}`, sk: `DAILY#${id}` })).toBeUndefined();
});

test('a raised limit applies at once, a lowered one when enough messages have left the window', async () => {
  const sender = senderOf({ daily_limit: 5 });
  await counts.reserve(sender, 5, START, START);
  expect(await counts.reserve({ ...sender, daily_limit: 8 }, 5, START, START)).toMatchObject({ granted: 3 });
  expect(await counts.reserve({ ...sender, daily_limit: 2 }, 5, START + 24 * HOUR, START + 24 * HOUR)).toEqual({
    ask_again_at: START + 25 * HOUR,
  });
  const later = START + 25 * HOUR;
  expect(await counts.reserve({ ...sender, daily_limit: 2 }, 5, later, later)).toMatchObject({ granted: 2 });
});

test('what counts of several senders is read together, and not what is older than a day', async () => {
  const [busy, quiet, idle] = [senderOf({ daily_limit: 50 }), senderOf({ daily_limit: 50 }), senderOf()];
  await counts.reserve(busy, 7, START, START);
  await counts.reserve(busy, 5, START + HOUR, START + HOUR);
  await counts.reserve(quiet, 3, START, START);
  const at = async (now: number) => {
    const counted = await counts.countedOf([busy, quiet, idle], now);
    return [busy, quiet, idle].map(({ id }) => counted.get(id) ?? 0);
  };
  expect(await at(START + HOUR)).toEqual([12, 3, 0]);
  expect(await at(START + 25 * HOUR)).toEqual([5, 0, 0]);
});
