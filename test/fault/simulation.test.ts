import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openDatabase } from './database.ts';
import { CONFLICTS, THROTTLES, type Fault } from './faults.ts';
import { MUTATIONS } from './faulty-table.ts';
import { simulate } from './simulate.ts';

/** A small part of `npm run test:faults`: small worlds, some of them with many faults; one has an experiment, in one all sending is stopped, and the last one is overloaded. */
const SEEDS = [5, 8, 12, 23, 27, 33];
/** The first seed for each mutation, chosen so that a world soon detects it. */
const NOTICED_FROM = { claim: 14, cursor: 66, mark: 12, busy: 6, stop: 53 };
const MOST_WORLDS = 40;
/** Without its guard a world may go on for ever. */
const MOST_STEPS = 8_000;

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const seen = new Map<Fault, number>();

test.for(SEEDS)('seed %i: nobody is sent to twice, nobody is lost, and every count is right', async (seed) => {
  const { violations, sends, injected } = await simulate(seed, database);
  for (const [fault, times] of injected) seen.set(fault, times + (seen.get(fault) ?? 0));
  expect(violations).toEqual([]);
  expect(sends).toBeGreaterThan(0);
});

test('throttles, conflicts with transactions and shards that split were among their faults', () => {
  const times = (faults: readonly Fault[]) => faults.reduce((sum, fault) => sum + (seen.get(fault) ?? 0), 0);
  for (const faults of [THROTTLES, CONFLICTS, ['shard_split'] as const]) expect(times(faults)).toBeGreaterThan(0);
});

test('the same seed brings the same steps', async () => {
  const [first, second] = [await simulate(SEEDS[0]!, database), await simulate(SEEDS[0]!, database)];
  expect(second.trace).toEqual(first.trace);
});

describe('a guard that is taken away is noticed:', () => {
  test.for(MUTATIONS)('%s', async (mutation) => {
    let noticed: readonly string[] = [];
    const first = NOTICED_FROM[mutation];
    for (let seed = first; noticed.length === 0 && seed < first + MOST_WORLDS; seed++)
      noticed = (await simulate(seed, database, { mutation, mostSteps: MOST_STEPS })).violations;
    expect(noticed.join('\n')).toMatch(
      {
        claim: /was sent to \d+ times/,
        cursor: /planned \d+, and there are \d+/,
        mark: /ROLLUP#\w+#\w+ is off by/,
        busy: /ROLLUP#\w+#\w+ is off by/,
        stop: /sends, and all sending was stopped/,
      }[mutation],
    );
  });
});
