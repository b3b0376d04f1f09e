import { expect, test } from 'vitest';

import { closedTallies, triedOf } from '../../../../shared/analytics/experiment/cohort.ts';
import { closesAt, cohortOf } from '../../../../shared/campaign/cohort.ts';

const HOUR = 3_600_000;
const window = { metric: 'tapped', window_hours: 24 } as const;

test('a cohort is a 24th of the window, in whole hours', () => {
  expect(cohortOf(5.9 * HOUR, 24)).toBe(5 * HOUR);
  expect(cohortOf(5.9 * HOUR, 1)).toBe(5 * HOUR);
  expect(cohortOf(5.9 * HOUR, 72)).toBe(3 * HOUR);
  expect(cohortOf(5.9 * HOUR, 100)).toBe(5 * HOUR);
});

test('a cohort closes when its last person had the whole window, and an hour for the news; of conversions, a day', () => {
  expect(closesAt(5 * HOUR, window)).toBe((5 + 1 + 24 + 1) * HOUR);
  expect(closesAt(5 * HOUR, { metric: 'converted', window_hours: 24 })).toBe((5 + 1 + 24 + 24) * HOUR);
});

test('who answers at once counts no earlier than who takes the whole window', () => {
  const cohorts = [
    { begin: 0, tried: [10, 12], did: [3, 4], delivered: [9, 9] },
    { begin: HOUR, tried: [5, 6], did: [5, 6], delivered: [5, 6] },
  ];
  expect(closedTallies(cohorts, window, 26 * HOUR - 1, 2).map(({ trials }) => trials)).toEqual([0, 0]);
  expect(closedTallies(cohorts, window, 26 * HOUR, 2)).toEqual([
    { successes: 3, trials: 10 },
    { successes: 4, trials: 12 },
  ]);
  expect(triedOf(cohorts, 2)).toEqual([15, 18]);
});
