import fc from 'fast-check';
import { expect, test } from 'vitest';

import { posteriorsOf } from '../../../shared/analytics/beta.ts';

const posteriors = (...tallies: (readonly [successes: number, trials: number])[]) =>
  posteriorsOf(tallies.map(([successes, trials]) => ({ successes, trials })));
const chances = (...tallies: (readonly [number, number])[]) =>
  posteriors(...tallies).map(({ probability_best }) => probability_best);

// Quantiles as scipy.stats.beta.ppf has them, or in closed form where one count is 0.
test.for<[successes: number, trials: number, low: number, high: number]>([
  [0, 0, 0.025, 0.975],
  [10, 100, 0.0556372237, 0.1745528262],
  [1, 1, Math.sqrt(0.025), Math.sqrt(0.975)],
  [0, 999_999, 1 - 0.975 ** 1e-6, 1 - 0.025 ** 1e-6],
  [10_000_000, 10_000_000, 0.025 ** (1 / 10_000_001), 0.975 ** (1 / 10_000_001)],
  [1_000_000, 10_000_000, 0.0998142174, 0.1001860943],
  [2, 10_000_001, 6.18672e-8, 7.224684e-7],
])('the interval of %i of %i is exact', ([successes, trials, low, high]) => {
  const [{ interval }] = posteriors([successes, trials]) as [ReturnType<typeof posteriorsOf>[number]];
  const width = high - low;
  expect(Math.abs(interval[0] - low) / width).toBeLessThan(1e-4);
  expect(Math.abs(interval[1] - high) / width).toBeLessThan(1e-4);
});

/** P(X > Y) where X is Beta(a, b) and Y is Beta(c, d), by the closed form for whole numbers. */
function closedForm([s, n]: readonly [number, number], [t, m]: readonly [number, number]): number {
  const [a, b, c, d] = [s + 1, n - s + 1, t + 1, m - t + 1];
  const sums = [0];
  for (let k = 1; k < a + b + c + d; k++) sums.push(sums[k - 1]! + Math.log(k));
  const logBeta = (x: number, y: number) => sums[x - 1]! + sums[y - 1]! - sums[x + y - 1]!;
  let total = 0;
  for (let i = 0; i < a; i++)
    total += Math.exp(logBeta(c + i, d + b) - Math.log(b + i) - logBeta(1 + i, b) - logBeta(c, d));
  return total;
}

test('the probability that one of two is better is that of the closed form', () => {
  const tally = fc.nat({ max: 2000 }).chain((trials) => fc.tuple(fc.nat({ max: trials }), fc.constant(trials)));
  fc.assert(
    fc.property(tally, tally, (one, other) => {
      expect(Math.abs(chances(one, other)[0]! - closedForm(one, other))).toBeLessThan(2e-4);
    }),
    { numRuns: 50 },
  );
});

test('equal tallies are equally probable, at any size', () => {
  for (const tally of [
    [0, 0],
    [7, 30],
    [0, 10_000_000],
    [5_000_000, 10_000_000],
    [10_000_000, 10_000_000],
  ] as const) {
    expect(chances(tally, tally)).toEqual([0.5, 0.5]);
    expect(chances(tally, tally, tally)).toEqual([0.3333, 0.3333, 0.3333]);
  }
});

test('a rate that is known exactly leaves the unknown one the rest of the probability', () => {
  expect(chances([0, 0], [1_000_000, 10_000_000])).toEqual([0.9, 0.1]);
});

// Their difference is as good as normal: Φ(0.0001 / √(0.09 / 10⁷ + 0.09008 / 10⁷)) = Φ(0.7452).
test('ten million trials distinguish 10.00 % from 10.01 % as well as they should', () => {
  expect(chances([1_000_000, 10_000_000], [1_001_000, 10_000_000])[1]).toBeCloseTo(0.7719, 3);
});

test('the probabilities of several come to 1, whatever their sizes', () => {
  const trials = fc.constantFrom(0, 1, 10, 1000, 100_000, 10_000_000);
  const tally = trials.chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
  fc.assert(
    fc.property(fc.array(tally, { minLength: 2, maxLength: 6 }), (tallies) => {
      const all = posteriors(...tallies);
      const total = all.reduce((sum, { probability_best }) => sum + probability_best, 0);
      expect(Math.abs(total - 1)).toBeLessThan(1e-3);
      for (const { interval } of all)
        expect(0 <= interval[0] && interval[0] < interval[1] && interval[1] <= 1).toBe(true);
    }),
    { numRuns: 30 },
  );
});
