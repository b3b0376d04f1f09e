import { describe, expect, test } from 'vitest';

import { inBatches, LOST, MAX_REQUESTS, MAX_WAIT, patiently, untilWon } from '../../../shared/platform/backoff.ts';
import { throttle } from '../../support/busy-table.ts';
import { thrown } from '../fixtures.ts';

function pauses() {
  const ceilings: number[] = [];
  const pause = async (ceiling: number) => void ceilings.push(ceiling);
  return { ceilings, pause, waiting: { pause, now: () => 0 } };
}
const TOO_BUSY = { kind: 'unavailable', code: 'service.throttled', retryAfter: 5 };

describe('a request of a busy service', () => {
  /** A service that is busy for the first so many requests. */
  const busyFor = (times: number, attempts = 1, waited = 0) => {
    let made = 0;
    return {
      request: async () => (made++ < times ? Promise.reject(throttle(attempts, waited)) : made),
      made: () => made,
    };
  };

  test('is made again, after a longer wait each time', async () => {
    const { ceilings, waiting } = pauses();
    expect(await patiently(busyFor(5).request, waiting)).toBe(6);
    expect(ceilings).toEqual([50, 100, 200, 400, 800]);
  });

  test('is given up after a bounded number of them, and a bounded wait in all', async () => {
    const { ceilings, waiting } = pauses();
    const { request, made } = busyFor(Infinity);
    expect(await thrown(() => patiently(request, waiting))).toMatchObject(TOO_BUSY);
    expect(made()).toBe(MAX_REQUESTS);
    expect(ceilings.reduce((sum, ceiling) => sum + ceiling)).toBeLessThanOrEqual(MAX_WAIT);
  });

  test('counts what the SDK has tried: the two do not multiply', async () => {
    const { ceilings, waiting } = pauses();
    const { request, made } = busyFor(Infinity, 3);
    expect(await thrown(() => patiently(request, waiting))).toMatchObject(TOO_BUSY);
    expect(made()).toBe(Math.ceil(MAX_REQUESTS / 3));
    expect(ceilings).toEqual([200, 1_600]);
  });

  test('tells of every refusal, and of how many requests each stands for', async () => {
    const told: number[] = [];
    await patiently(busyFor(2, 3).request, pauses().waiting, (requests) => told.push(requests));
    expect(told).toEqual([3, 3]);
    await patiently(busyFor(0).request, pauses().waiting, () => told.push(0));
    expect(told).toHaveLength(2);
  });

  test('counts how long the SDK has waited', async () => {
    const { ceilings, waiting } = pauses();
    expect(await thrown(() => patiently(busyFor(Infinity, 2, 1_500).request, waiting))).toMatchObject(TOO_BUSY);
    expect(ceilings).toEqual([100, 400]);
  });

  test('counts what goes by while a busy machine answers late', async () => {
    let time = 0;
    const { ceilings, pause } = pauses();
    const { request, made } = busyFor(Infinity);
    const slow = async () => ((time += 1_500), request());
    expect(await thrown(() => patiently(slow, { pause, now: () => time }))).toMatchObject(TOO_BUSY);
    expect([made(), ceilings]).toEqual([3, [50, 100]]);
  });

  test('is not made again for any other error', async () => {
    const { ceilings, waiting } = pauses();
    await expect(patiently(() => Promise.reject(new Error('a bug')), waiting)).rejects.toThrow('a bug');
    expect(ceilings).toEqual([]);
  });
});

describe('entries in batches', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

  test('are sent once each, and those that were not taken with the next', async () => {
    const { ceilings, pause } = pauses();
    const batches: (readonly number[])[] = [];
    await inBatches(numbers(7), 3, async (batch) => (batches.push(batch) === 1 ? [0, 2] : []), pause);
    expect(batches).toEqual([
      [0, 1, 2],
      [0, 2, 3],
      [4, 5, 6],
    ]);
    expect(ceilings).toEqual([50]);
  });

  test('that are not taken are told of, once for each request', async () => {
    let told = 0;
    const answers = [['b'], []];
    await inBatches(
      ['a', 'b'],
      10,
      async () => answers.shift() ?? [],
      pauses().pause,
      (requests) => (told += requests),
    );
    expect(told).toBe(1);
  });

  test('that are never taken end in an error', async () => {
    const { ceilings, pause } = pauses();
    let made = 0;
    const takeNone = async (batch: readonly number[]) => {
      made += 1;
      return batch;
    };
    const error = await thrown(() => inBatches(numbers(25), 10, takeNone, pause));
    expect(error).toMatchObject(TOO_BUSY);
    expect([made, ceilings.length]).toEqual([MAX_REQUESTS, MAX_REQUESTS - 1]);
  });

  test('that are taken one by one end, too', async () => {
    const { pause } = pauses();
    let made = 0;
    const slow = (entries: number) =>
      inBatches(
        numbers(entries),
        10,
        async (batch) => {
          made += 1;
          return batch.slice(1);
        },
        pause,
      );
    await slow(8);
    expect(made).toBe(8);
    expect(await thrown(() => slow(1_000))).toMatchObject(TOO_BUSY);
    expect(made).toBeLessThan(8 + 250);
  });
});

describe('a write that depends on a read', () => {
  test('is repeated until nobody comes in between', async () => {
    const { ceilings, pause } = pauses();
    let rounds = 0;
    expect(await untilWon(async () => (++rounds < 4 ? LOST : 'won'), pause)).toBe('won');
    expect(ceilings).toEqual([10, 20, 40]);
  });

  test('that others always overtake ends in an error that is no throttle', async () => {
    const { ceilings, pause } = pauses();
    const error = await thrown(() => untilWon(async () => LOST, pause));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'service.contended', retryAfter: 5 });
    expect(ceilings).toHaveLength(29);
    expect(Math.max(...ceilings)).toBe(200);
  });
});
