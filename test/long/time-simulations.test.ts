/** What is claimed of hours, by hundreds of campaigns in which it is known when people tap. */
import { expect, test } from 'vitest';

import { seededRandom } from '../../bench/experiments/random.ts';
import { beganAt, peopleOf } from '../../bench/predictions/world.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import { afterTimes } from '../../shared/prediction/after-times.ts';
import { proveByRandomHours } from '../../shared/prediction/prove-times.ts';
import { showPredictions } from '../../shared/prediction/show-predictions.ts';
import { trainTimes, type TimeModel } from '../../shared/prediction/time-model.ts';
import { START } from '../unit/fixtures.ts';
import { near, timed } from '../unit/prediction/time-worlds.ts';
import { train } from '../unit/prediction/train-to-the-end.ts';

const DAY = 86_400_000;
const tenant_id = ids.next('ten');

test('hours that are open to some people alone do not make a difference where there is none', () => {
  // Who has few hours taps more: unweighed, the best block would have more of them than the start.
  const rates: number[] = [];
  const random = seededRandom(9);
  for (let run = 0; run < 60; run += 1) {
    const few = timed({ people: 6_000, rateOf: () => 0.2, open: [0, 0, 0, 0, 0, 0, 3, 3] }, random);
    const many = timed({ people: 6_000, rateOf: () => 0.05 }, random);
    const both = { ...many, tally: new Map([...many.tally, ...few.tally]) };
    const found = proveByRandomHours({ weights: [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] }, [both]);
    rates.push(found.against_start!.difference);
  }
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  expect(Math.abs(mean)).toBeLessThan(0.012);
});

test('where hours make no difference they are proved in at most 1 of 20 tests', () => {
  const random = seededRandom(11);
  const proved = Array.from({ length: 200 }, () =>
    afterTimes(undefined, [timed({ people: 8_000, rateOf: () => 0.1 }, random)], '1', START),
  ).filter((model) => model?.status === 'in_use').length;
  expect(proved).toBeLessThanOrEqual(10);
});

test('a training counts who got an hour by chance and who the start, and one that used best hours is judged by its shares', async () => {
  const world = peopleOf({ people: 2_400, tastes: 'own' });
  world.send(3);
  world.time();
  // Too few for a model: one is put in place of it.
  await train(world.ports, { tenant_id, now: beganAt(3) + 4 * DAY });
  const learnt = world.learnt()!;
  const model: TimeModel = {
    ...trainTimes([timed({ people: 20_000, rateOf: near(0.06) }, seededRandom(13))])!,
    ...{ training: 'm', trained_at: timestamp(START), campaigns: [], status: 'in_use', proofs: [] },
  };
  await world.ports.predictions.replace('ten', learnt.training, { ...learnt, times: model });
  // The first says nothing of best hours, which it did not use.
  world.time();
  await train(world.ports, { tenant_id, now: beganAt(4) + 4 * DAY });
  const { times } = showPredictions(world.learnt());
  expect(times.proof).toMatchObject({ by: 'shares', campaigns: [`cmp_${'4'.padStart(26, '0')}`] });
  const { best, random, start } = times.proof!;
  expect(best.people + random.people + start.people).toBe(2_400);
  expect(best.people / 2_400).toBeGreaterThan(0.66);
  expect(best.people / 2_400).toBeLessThan(0.74);
  expect(Math.abs(random.people - start.people)).toBeLessThan(100);
});
