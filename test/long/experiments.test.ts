import { expect, test } from 'vitest';

import { broken, CASES } from '../../bench/experiments/cases.ts';
import { seededRandom } from '../../bench/experiments/random.ts';
import { simulateCase } from '../../bench/experiments/simulate.ts';

/** A share of what `npm run bench -- experiments` runs. */
const RUNS = 250;
/** Chance alone passes a bound by so many standard errors once in thousands of times; the seed is fixed, so it does or does not. */
const SLACK = 3;

test.for(CASES)('$name', (one) => {
  const outcomes = simulateCase(one, RUNS, seededRandom(7));
  expect(broken(one, outcomes, SLACK)).toEqual([]);
});
