import fc from 'fast-check';
import { expect, test } from 'vitest';

import { bucketOf, percentile } from '../../../shared/analytics/histogram.ts';

function counted(times: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const time of times) counts.set(bucketOf(time), (counts.get(bucketOf(time)) ?? 0) + 1);
  return counts;
}

/** From a second to half a year, as likely to be short as long. */
const seconds = fc.double({ min: 0, max: Math.log(16e6), noNaN: true }).map(Math.exp);

test('a percentile is within 10 % of the exact one, whatever the times', () => {
  const share = fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1);
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1, maxLength: 300 }), share, (times, share) => {
      const exact = times.toSorted((one, other) => one - other)[Math.ceil(share * times.length) - 1]!;
      const found = percentile(counted(times), share)!;
      expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.1);
    }),
    { numRuns: 1_000 },
  );
});

test('a longer time is in no lower bucket, and few buckets cover half a year', () => {
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      expect(bucketOf(one) <= bucketOf(other)).toBe(one <= other || bucketOf(one) === bucketOf(other));
    }),
  );
  expect([bucketOf(0), bucketOf(0.999), bucketOf(1)]).toEqual([0, 0, 1]);
  expect(bucketOf(16e6)).toBeLessThan(100);
});

test('times below a second count as half a second; without times there is no percentile', () => {
  expect(percentile(counted([0, 0.3, 0.9]), 0.5)).toBe(0.5);
  expect(percentile(new Map(), 0.5)).toBeNull();
  expect(percentile(new Map([[4, 0]]), 0.5)).toBeNull();
});
