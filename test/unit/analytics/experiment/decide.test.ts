import fc from 'fast-check';
import { expect, test } from 'vitest';

import { conclude, look } from '../../../../shared/analytics/experiment/decide.ts';
import { holm } from '../../../../shared/analytics/experiment/holm.ts';
import { scoreInterval } from '../../../../shared/analytics/experiment/score-interval.ts';
import { compareRates } from '../../../../shared/analytics/experiment/two-proportions.ts';

/** Arms of so many people, of whom so many did it; everybody is sent to, and every window is over. */
function counts(...arms: (readonly [did: number, people: number])[]) {
  const people = arms.map(([, all]) => all);
  return {
    weights: arms.map(() => 1),
    assigned: people,
    tried: people,
    closed: arms.map(([successes, trials]) => ({ successes, trials })),
  };
}

test('the arm that is proved better wins at the set time, with an interval that leaves out no difference', () => {
  const found = conclude(counts([100, 2_000], [150, 2_000]));
  expect(found).toMatchObject({ kind: 'compared', winner: 1, results: [{ arm: 1, proved: 'better', error: 0.04 }] });
  expect(look(counts([100, 2_000], [150, 2_000]))).toMatchObject({ winner: undefined });
});

test('a look stops when its evidence is large enough, with an interval that holds at all looks', () => {
  const found = look(counts([400, 2_000], [520, 2_000]));
  expect(found).toMatchObject({ winner: 1, results: [{ proved: 'better', error: 0.01 }] });
  if (found.kind === 'compared') expect(found.results[0]!.interval[0]).toBeGreaterThan(0);
});

test('the control wins when every other arm is proved worse, and nobody does when one is not', () => {
  expect(conclude(counts([200, 2_000], [100, 2_000], [110, 2_000]))).toMatchObject({ winner: 0 });
  expect(conclude(counts([200, 2_000], [100, 2_000], [195, 2_000]))).toMatchObject({ winner: undefined });
});

test('of several that are proved better, the one with the highest rate wins', () => {
  expect(conclude(counts([100, 2_000], [200, 2_000], [260, 2_000]))).toMatchObject({ winner: 2 });
});

test('with too few people nothing is said but the counts', () => {
  expect(conclude(counts([0, 300], [9, 300]))).toEqual({ kind: 'too_few' });
  expect(look(counts([0, 0], [0, 0]))).toEqual({ kind: 'too_few' });
});

test('people who are not spread by chance end everything, even a difference that is clear', () => {
  const skewed = { ...counts([100, 2_000], [400, 2_000]), tried: [1_000, 1_400] };
  expect(look(skewed)).toEqual({ kind: 'skewed', of: 'tried' });
  const assigned = { ...counts([100, 2_000], [400, 2_000]), assigned: [2_000, 2_150] };
  // Chance alone might do that while it runs; at the set time it is held against another bound.
  expect(look(assigned)).toMatchObject({ kind: 'compared' });
  expect(conclude({ ...assigned, assigned: [2_000, 2_250] })).toEqual({ kind: 'skewed', of: 'assigned' });
});

test('among eight arms, a difference that would do for two is not enough', () => {
  const same = Array.from({ length: 6 }, () => [100, 2_000] as const);
  expect(conclude(counts([100, 2_000], [135, 2_000]))).toMatchObject({ winner: 1 });
  expect(conclude(counts([100, 2_000], ...same, [135, 2_000]))).toMatchObject({ winner: undefined });
});

test('an interval leaves out no difference exactly when the test rejects it, at the level that decided', () => {
  const tally = fc
    .integer({ min: 50, max: 3_000 })
    .chain((trials) =>
      fc.record({ successes: fc.integer({ min: 10, max: trials - 10 }), trials: fc.constant(trials) }),
    );
  fc.assert(
    fc.property(tally, tally, fc.constantFrom(0.04, 0.02, 0.005), (control, arm, error) => {
      const [low, high] = scoreInterval({ control, arm }, error);
      expect(low > 0 || high < 0).toBe(compareRates({ control, arm }).p < error);
      expect(low).toBeGreaterThanOrEqual(-1);
      expect(high).toBeLessThanOrEqual(1);
    }),
  );
});

test('a test after one that does not hold does not hold either, and is shown at the same level', () => {
  expect(holm([0.021, 0.03], 0.04)).toEqual([
    { adjusted: 0.042, holds: false, level: 0.02 },
    { adjusted: 0.042, holds: false, level: 0.02 },
  ]);
});
