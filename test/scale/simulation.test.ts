import { expect, test } from 'vitest';

import { limitsOf } from './limits.ts';
import { pacesOf } from './paces.ts';
import { SIMULATION_OPTIONS, type SimulationOptions } from './simulation-options.ts';
import { simulateScale } from './simulate.ts';

const DEFAULTS = Object.fromEntries(
  Object.entries(SIMULATION_OPTIONS).map(([name, schema]) => [name, schema.parse(undefined)]),
) as SimulationOptions;
/** A tenth of the chunks come twice. */
const OPTIONS = { ...DEFAULTS, customers: 2_000, rate: 400, redelivered: 100 };
/** The last message of a chunk may come a few milliseconds early, and the first one late. */
const JITTER = 1.02;

test('2,000 customers beside two smaller campaigns: nobody is lost, nobody gets two, and the reports are what was sent', async () => {
  const simulated = await simulateScale(OPTIONS);
  expect(simulated.problems).toEqual([]);
  expect(simulated.results.map(({ lost, duplicates, totals }) => [lost, duplicates, totals['recipients']])).toEqual([
    [0, 0, 2_000],
    [0, 0, 100],
    [0, 0, 40],
  ]);
  for (const { messages, permitted, reached, throttled } of pacesOf(simulated)) {
    expect(throttled).toBe(0);
    if (messages >= permitted) expect(reached).toBeLessThanOrEqual(permitted * JITTER);
  }
  for (const { limit, measured, permitted } of limitsOf(simulated)) expect(measured, limit).toBeLessThan(permitted);
});

test('a claim without its condition is noticed', async () => {
  const { problems } = await simulateScale({ ...OPTIONS, customers: 500 }, undefined, 'claim');
  expect(problems.join('\n')).toMatch(/\d+ messages were sent twice/);
});
