import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { DAY, permittedFrom, WEEK } from '../../../shared/customer/frequency.ts';
import { frequencyCap } from '../../../shared/tenancy/frequency-cap.ts';
import { START } from '../fixtures.ts';

test.each([
  [{ per_day: 1 }, [], 0],
  [{ per_day: 1 }, [-DAY], 0],
  [{ per_day: 1 }, [1 - DAY], 1],
  [{ per_day: 2 }, [-5], 0],
  [{ per_day: 2 }, [-5, -10], DAY - 10],
  [{ per_week: 1 }, [-DAY], WEEK - DAY],
  [{ per_day: 1, per_week: 3 }, [-1, -DAY, -2 * DAY], WEEK - 2 * DAY],
  [{ per_day: 1, per_week: 4 }, [-1, -DAY, -2 * DAY], DAY - 1],
  [{ per_day: 1 }, [-1, -2, -3], DAY - 1],
])('%j after messages at %j permits the next one at %i', (cap, sentAt, expected) => {
  const found = permittedFrom(
    cap,
    sentAt.map((at) => START + at),
    START,
  );
  expect(found - START).toBe(expected);
});

test('sending as the cap permits never exceeds it in any window, and waits no longer than needed', () => {
  const within = (sent: readonly number[], at: number, window: number) =>
    sent.filter((one) => one > at - window).length;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 2 * DAY }), { maxLength: 40 }),
      (per_day, per_week, gaps) => {
        const sent: number[] = [];
        let now = START;
        for (const gap of gaps) {
          now += gap;
          const at = permittedFrom({ per_day, per_week }, sent, now);
          const full = (time: number) => within(sent, time, DAY) >= per_day || within(sent, time, WEEK) >= per_week;
          expect(full(at)).toBe(false);
          if (at > now) expect([full(now), full(at - 1)]).toEqual([true, true]);
          sent.push(at);
          now = at;
        }
      },
    ),
  );
});

test('a cap needs per_day or per_week', () => {
  expect(frequencyCap.safeParse({ per_day: 2 }).success).toBe(true);
  expect(frequencyCap.safeParse({}).success).toBe(false);
  expect(frequencyCap.safeParse({ per_day: 0, per_week: 51 }).error?.issues).toHaveLength(2);
});
