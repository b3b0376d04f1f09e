import { expect, test } from 'vitest';

import { seededRandom } from '../../../bench/experiments/random.ts';
import { BLOCKS } from '../../../shared/campaign/send-time.ts';
import { message } from '../../../shared/message/message.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { afterTimes } from '../../../shared/prediction/after-times.ts';
import { learntHours } from '../../../shared/prediction/best-hours.ts';
import { asStored, courseOf, type Course } from '../../../shared/prediction/course.ts';
import { ownTimeOf } from '../../../shared/prediction/own-time.ts';
import type { Step } from '../../../shared/prediction/past.ts';
import { predictCustomer } from '../../../shared/prediction/predict-customer.ts';
import type { Learnt } from '../../../shared/prediction/prediction.store.ts';
import { proveByRandomHours } from '../../../shared/prediction/prove-times.ts';
import { showPredictions } from '../../../shared/prediction/show-predictions.ts';
import { packTally, type Tally } from '../../../shared/prediction/tally.ts';
import {
  TIME_WEIGHTS,
  timeCellOf,
  timeProfileOf,
  timeTrialOf,
  timeValuesOf,
  type Given,
} from '../../../shared/prediction/time-cell.ts';
import { rankBlocks, trainTimes, type TimeModel } from '../../../shared/prediction/time-model.ts';
import { campaignOf, customerOf, START } from '../fixtures.ts';
import { near, OPEN, OWNERS, timed, UNKNOWN } from './time-worlds.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('each cell tells what it is of, and the counts of a campaign in all zones fit into one item', () => {
  const zones = Array.from({ length: 38 }, (_, n) => OPEN.map((open, block) => ((n + block) % 5 === 0 ? 0 : open)));
  const given: Given[] = [
    ...Array.from({ length: BLOCKS }, (_, block): Given[] => [
      { got: 'random', block, isOnTime: true },
      { got: 'random', block, isOnTime: false },
    ]).flat(),
    { got: 'start' },
    { got: 'best' },
  ];
  const cells = new Map(
    zones
      .flatMap((open) =>
        [UNKNOWN, ...OWNERS, ...OWNERS.map((profile) => profile - 1)].flatMap((profile) =>
          given.flatMap((one) => ([0, 1] as const).map((half) => ({ profile, open, given: one, half }))),
        ),
      )
      .map((trial) => [timeCellOf(trial), trial]),
  );
  for (const [cell, trial] of cells) {
    expect(Number.isSafeInteger(cell)).toBe(true);
    expect(timeTrialOf(cell)).toEqual(trial);
  }
  const all: Tally = new Map([...cells.keys()].map((cell) => [cell, { trials: 100_000, successes: 10_000 }]));
  expect(Buffer.byteLength(packTally(all))).toBeLessThan(380_000);
  expect(timeValuesOf(OWNERS[2]!, 2)).toHaveLength(TIME_WEIGHTS - 1);
  expect(timeValuesOf(OWNERS[2]!, 2)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
  expect(
    timeValuesOf(OWNERS[2]! - 1, 6)
      .map(Math.round)
      .map(Math.abs),
  ).toEqual([0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0]);
});

test('somebody’s own time is that at which they tapped more of what they were sent, before the campaign', () => {
  const course = { id: 'cmp_1' } as Course;
  const step = (hour: number, isTapped: boolean, more: Partial<Step> = {}): Step => {
    const tried = Date.parse('2026-06-01T00:00:00Z') + hour * HOUR;
    const times = { tried, delivered: tried, read: tried, tapped: isTapped ? tried + HOUR : undefined };
    return { course, kind: 'reply', slot: 0, buttons: [], ...times, ...more };
  };
  const moment = Date.parse('2026-06-10T00:00:00Z');
  const own = (steps: Step[], zone = 'UTC') => ownTimeOf(steps, zone, moment);
  expect(own([step(19, true), step(8, false), step(13, false)])).toEqual({ block: 6, taps: 1 });
  expect(own([step(19, true), step(20, true), step(21, true), step(8, false)])).toEqual({ block: 6, taps: 2 });
  // 19:00 UTC is 4:00 in Tokyo.
  expect(own([step(19, true)], 'Asia/Tokyo')).toEqual({ block: 1, taps: 1 });
  // Around midnight: 23 and 0 do not make noon.
  expect(own([step(23, true), step(25, true)])).toMatchObject({ block: 0 });
  expect(own([])).toBeUndefined();
  expect(own([step(19, false)])).toBeUndefined();
  expect(own([step(6, true), step(18, true)])).toBeUndefined();
  for (const unseen of [{ tapped: moment }, { delivered: moment }, { kind: undefined }, { tried: undefined }])
    expect(own([step(19, true, unseen)])).toBeUndefined();
});

test('with nobody, one person, or people who all tap, nothing is learnt', () => {
  const of = (people: number, rate: number) => timed({ people, rateOf: () => rate }, seededRandom(3));
  expect(afterTimes(undefined, [], '1', START)).toBeUndefined();
  for (const seen of [of(1, 1), of(500, 0.1), of(4_000, 1), of(4_000, 0)])
    expect(afterTimes(undefined, [seen], '1', START)).toBeUndefined();
  expect(showPredictions(undefined).times).toMatchObject({ status: 'not_enough_evidence', proof: null, people: 0 });
});

test('best hours are proved by random ones, judged by shares of each later campaign, and switched off when they are no better', () => {
  const random = seededRandom(5);
  const first = timed({ people: 60_000, rateOf: near(0.06) }, random);
  const proved = afterTimes(undefined, [first], '1', START)!;
  expect(proved).toMatchObject({ status: 'in_use', training: '1', campaigns: [first.id] });
  const apart = OWNERS.map((profile, own) => Math.abs((rankBlocks(proved, profile)[0] ?? 0) - own));
  expect(apart.filter((blocks) => blocks === 0).length).toBeGreaterThanOrEqual(6);
  expect(Math.max(...apart.map((blocks) => Math.min(blocks, BLOCKS - blocks)))).toBeLessThanOrEqual(1);
  expect(proved.proofs).toMatchObject([{ outcome: 'proved', by: 'random_hours' }]);
  expect(proved.proofs[0]!.against_random!.interval[0]).toBeGreaterThan(0);
  expect(afterTimes(proved, [first], '2', START)).toBe(proved);

  // One that began before says nothing of its use.
  const before = timed({ people: 60_000, rateOf: near(-0.06) }, random);
  expect(afterTimes(proved, [before, first], '2', START)).toBe(proved);

  const second = timed({ people: 20_000, rateOf: near(0.06), model: proved }, random);
  const stays = afterTimes(proved, [second, first], '2', START)!;
  expect(stays).toMatchObject({ status: 'in_use', training: '1' });
  expect(stays.proofs.at(-1)).toMatchObject({ outcome: 'stays', by: 'shares', campaigns: [second.id] });
  const { best, start, random: chance, against_start } = stays.proofs.at(-1)!;
  expect(best.people + start.people + chance.people).toBe(20_000);
  expect(against_start).toMatchObject({ holds: true });

  const few = timed({ people: 30, rateOf: near(0.06), model: proved }, random);
  expect(afterTimes(stays, [few, second, first], '3', START)).toMatchObject({ status: 'in_use' });

  // Everybody's time is the opposite one now.
  const turned = timed({ people: 20_000, rateOf: near(-0.06), model: proved }, random);
  const off = afterTimes(stays, [turned, second, first], '4', START)!;
  expect(off).toMatchObject({ status: 'unproved', training: '4' });
  expect(off.proofs.at(-1)).toMatchObject({ outcome: 'switched_off', campaigns: [turned.id] });
  expect(afterTimes(off, [turned, second, first], '5', START)).toBe(off);
  expect(showPredictions({ training: '4', at: timestamp(START), messages: 0, did: 0, times: off }).times).toMatchObject(
    {
      status: 'unproved',
      verdict: expect.stringMatching(
        /^Not proved: campaigns .* People tapped no more .*Against the start: -\d/,
      ) as string,
      proof: { outcome: 'switched_off', best: { people: expect.any(Number) as number } },
    },
  );
});

test('an hour that is merely better for everybody than the start is not proved: other hours do as well', () => {
  const random = seededRandom(8);
  // Nobody is at the start's time: all other hours are alike.
  const rateOf = (_: number, block: number) => (block === 3 ? 0.05 : 0.1);
  const found = proveByRandomHours({ weights: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] }, [
    timed({ people: 40_000, rateOf, open: [0, 0, 0, 0, 3, 3, 3, 3] }, random),
  ]);
  expect(found.against_start).toMatchObject({ holds: true });
  expect(found.against_random).toMatchObject({ holds: false });
});

test('a page’s people are ranked by what they had done before the campaign, and by the model that it began with alone', async () => {
  const reply = { id: 'order', title: 'Order', type: 'reply' as const };
  const before = campaignOf({ started_at: timestamp(START - 3 * DAY), buttons: [reply] });
  const seen = timed({ people: 20_000, rateOf: near(0.06) }, seededRandom(13));
  const model: TimeModel = {
    ...{ training: 'm', trained_at: timestamp(START), status: 'in_use', proofs: [] },
    ...trainTimes([seen])!,
  };
  const learnt: Learnt = {
    ...{ training: 'm', at: timestamp(START), messages: 0, did: 0, times: model },
    picks: { courses: [asStored(courseOf(before))], models: {} },
  };
  const people = [customerOf({ timezone: 'UTC' }), customerOf({ timezone: 'UTC' })];
  const tapped = (customer_id: string) => {
    const tried = timestamp(START - 3 * DAY + 7 * HOUR);
    return message.parse({
      ...{ id: ids.next('msg'), campaign_id: before.id, customer_id, status: 'read' },
      ...{ tried_at: tried, delivered_at: tried, read_at: tried, first_click_at: tried },
    });
  };
  const messages = {
    tracedBetween: async () => [tapped(people[0]!.id)],
    ofCustomer: async () => [tapped(people[0]!.id)],
  };
  const predictions = { get: async () => learnt };
  const hours = learntHours({ messages, predictions });
  expect(await hours.provedModel('ten')).toBe('m');
  const campaign = campaignOf({ started_at: timestamp(START), send_time: 'best', timing_terms: { model: 'm' } });
  const ranked = await hours.blocksFor(campaign, 0, people);
  expect(ranked.get(people[0]!.id)).toEqual(rankBlocks(model, timeProfileOf({ block: 6, taps: 1 })));
  expect(ranked.get(people[1]!.id)).toEqual(rankBlocks(model, UNKNOWN));
  expect(await hours.blocksFor({ ...campaign, timing_terms: { model: 'another' } }, 0, people)).toEqual(new Map());
  expect(
    await learntHours({ messages, predictions: { get: async () => undefined } }).provedModel('ten'),
  ).toBeUndefined();

  const ports = {
    ...{ messages, predictions, clock: { now: () => START, sleepUntil: async () => undefined } },
    campaigns: { page: async () => ({ items: [before], last: undefined }) },
    customers: { get: async () => people[0] },
  };
  const { best_hour } = await predictCustomer('ten', people[0]!.id, ports);
  const [block] = rankBlocks(model, timeProfileOf({ block: 6, taps: 1 }));
  expect(best_hour).toMatchObject({ from: block! * 3, to: block! * 3 + 3, taps: 1 });
  expect(best_hour?.evidence).toMatch(/^They tapped once what they were sent, mostly between 18 and 21 h/);
  const off = { ...learnt, times: { ...model, status: 'unproved' as const } };
  const none = await predictCustomer('ten', people[0]!.id, { ...ports, predictions: { get: async () => off } });
  expect(none.best_hour).toBeNull();
});
