import { expect, test } from 'vitest';

import { settledAt } from '../../../shared/analytics/settled.ts';
import { wilson } from '../../../shared/analytics/wilson.ts';
import { bucketOf, bucketsOf } from '../../../shared/analytics/histogram.ts';

const ended = '2026-11-20T12:00:00.000Z';
const at = (time: string) => Date.parse(`2026-11-20T${time}:00.000Z`);
const completed = { status: 'completed', completed_at: ended } as const;

test.each([
  [completed, undefined, '12:59', null],
  [completed, undefined, '13:00', '2026-11-20T13:00:00.000Z'],
  [completed, '2026-11-20T12:30:00.000Z', '13:29', null],
  [completed, '2026-11-20T12:30:00.000Z', '13:31', '2026-11-20T13:30:00.000Z'],
  [completed, '2026-11-20T11:00:00.000Z', '13:31', '2026-11-20T13:00:00.000Z'],
  [{ status: 'sending', completed_at: ended }, undefined, '20:00', null],
  [{ status: 'paused', completed_at: undefined }, undefined, '20:00', null],
] as const)('%j whose figures last changed at %s is at %s settled since %s', (campaign, changed, now, expected) => {
  expect(settledAt(campaign, changed, at(now))).toBe(expected);
});

test('the interval of a rate is Wilson’s, also at the ends and for few', () => {
  expect(wilson({ successes: 0, trials: 0 })).toBeNull();
  // Each bound is the rate from which the observed one is just 1.96 standard deviations away.
  for (const [successes, trials] of [
    [3, 12],
    [1, 1_000],
    [500, 1_000],
  ] as const) {
    for (const bound of Object.values(wilson({ successes, trials })!) as number[]) {
      const away = Math.abs(successes / trials - bound) / Math.sqrt((bound * (1 - bound)) / trials);
      expect(away).toBeCloseTo(1.959964, 3);
    }
  }
  expect(wilson({ successes: 0, trials: 10 })).toMatchObject({ lower: 0 });
  expect(wilson({ successes: 10, trials: 10 })).toMatchObject({ upper: 1 });
});

test('each time is within its bucket', () => {
  for (const seconds of [0, 0.9, 1, 1.1, 7, 130, 86_400]) {
    const [bucket] = bucketsOf(new Map([[bucketOf(seconds), 2]]));
    expect(bucket).toMatchObject({ count: 2 });
    // The bounds have four digits.
    expect(bucket!.from_seconds).toBeLessThanOrEqual(seconds * 1.001);
    expect(bucket!.to_seconds).toBeGreaterThan(seconds * 0.999);
  }
});
