import { afterAll, beforeAll, expect, test } from 'vitest';

import { openDatabase } from './database.ts';
import { CONFLICTS, THROTTLES, type Fault } from './faults.ts';
import { simulate } from './simulate.ts';

/** A small part of `npm run test:faults`: small worlds, some of them with many faults; one has an experiment, and the last one is overloaded. */
const SEEDS = [5, 12, 23, 25];

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
