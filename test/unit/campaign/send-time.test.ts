import { expect, test } from 'vitest';

import { campaignContentFaults } from '../../../shared/campaign/content-rules.ts';
import { halfOf } from '../../../shared/campaign/placement.ts';
import {
  bestHour,
  drawHour,
  openHours,
  TIME_SHARES,
  timeShareOf,
  type TimeShare,
} from '../../../shared/campaign/send-time.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import { sendingHours } from '../../../shared/tenancy/sending-hours.ts';
import { campaignOf, fixedId, START } from '../fixtures.ts';

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(time);
const campaign = 'cmp_a';
const people = Array.from({ length: 20_000 }, (_, n) => fixedId('cus', n));
/** Above this a chi-square of so many degrees of freedom comes by chance in 1 of 100,000 cases. */
const RARE: Readonly<Record<number, number>> = { 1: 19.5, 2: 23.1, 7: 35.3 };

function chiSquare(found: readonly number[], shares: readonly number[]): number {
  const all = found.reduce((sum, count) => sum + count, 0);
  return found.reduce((sum, count, n) => {
    const expected = all * (shares[n] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

test('hashes spread people over the shares, over the blocks and over the halves as they are to, and always alike', () => {
  const shares = Object.keys(TIME_SHARES) as TimeShare[];
  const shareOf = new Map(people.map((id) => [id, timeShareOf(campaign, id)]));
  const counts = shares.map((share) => people.filter((id) => shareOf.get(id) === share).length);
  expect(chiSquare(counts, Object.values(TIME_SHARES))).toBeLessThan(RARE[2]!);
  const open = openHours(START, 'UTC', undefined);
  const random = people.filter((id) => shareOf.get(id) === 'random');
  const blocks = Array.from({ length: 8 }, (_, block) => block);
  const drawn = blocks.map((block) => random.filter((id) => drawHour(campaign, id, open)?.block === block).length);
  expect(
    chiSquare(
      drawn,
      blocks.map(() => 1 / 8),
    ),
  ).toBeLessThan(RARE[7]!);
  // Of a block, those of one lane share an hour, and lanes have each of them.
  const ofBlock = people.filter((id) => drawHour(campaign, id, open)?.block === 6);
  const ofLanes = Map.groupBy(ofBlock, laneOf);
  for (const some of ofLanes.values()) expect(new Set(some.map((id) => drawHour(campaign, id, open)?.at)).size).toBe(1);
  expect(new Set(ofBlock.map((id) => drawHour(campaign, id, open)?.at)).size).toBe(3);
  const halves = [0, 1].map((half) => random.filter((id) => halfOf(campaign, id) === half).length);
  expect(chiSquare(halves, [0.5, 0.5])).toBeLessThan(RARE[1]!);
  expect(people.slice(0, 100).map((id) => timeShareOf(campaign, id))).toEqual(
    people.slice(0, 100).map((id) => shareOf.get(id)),
  );
  // Another campaign puts them elsewhere.
  const other = 'cmp_b';
  const stay = people.filter((id) => timeShareOf(other, id) === shareOf.get(id)).length / people.length;
  expect(stay).toBeGreaterThan(0.5);
  expect(stay).toBeLessThan(0.57);
});

test('the open hours are the rest of the one in which it begins and the 23 after it, within sending hours', () => {
  // 13:40 in Berlin on a Friday.
  const began = START + 40 * 60_000;
  const all = openHours(began, 'Europe/Berlin', undefined);
  expect(all).toHaveLength(24);
  expect(all[0]).toEqual({ at: began, block: 4 });
  expect(all[1]).toEqual({ at: START + HOUR, block: 4 });
  expect(all.at(-1)).toEqual({ at: START + 23 * HOUR, block: 4 });
  const open = openHours(began, 'Europe/Berlin', sendingHours.parse({ from: '09:00', to: '20:15' }));
  // The hour from 20:00 is open for a quarter of it alone.
  expect(open.map((hour) => (hour.at - START) / HOUR)).toEqual([2 / 3, 1, 2, 3, 4, 5, 6, 20, 21, 22, 23]);
  const weekdays = sendingHours.parse({ from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5] });
  expect(openHours(began, 'Europe/Berlin', weekdays)).toHaveLength(7);
  // Where it begins on a Saturday nobody has an hour: they get it as soon as it opens.
  expect(openHours(at('2026-11-21T00:00:00Z'), 'Europe/Berlin', weekdays)).toEqual([]);
  expect(drawHour(campaign, people[0]!, [])).toBeUndefined();
});

test('an hour that clocks skip is nobody’s, and one that they repeat is there twice', () => {
  const blocks = (began: string) => openHours(at(began), 'Europe/Berlin', undefined).map(({ block }) => block);
  const ofFirst = (all: readonly number[]) => all.filter((block) => block === 0).length;
  expect(ofFirst(blocks('2026-03-10T12:00:00Z'))).toBe(3);
  // On 29 March 2026 clocks go from 2:00 to 3:00, on 25 October from 3:00 back to 2:00.
  expect(ofFirst(blocks('2026-03-28T12:00:00Z'))).toBe(2);
  expect(ofFirst(blocks('2026-10-24T12:00:00Z'))).toBe(4);
  for (const began of ['2026-03-28T12:30:00Z', '2026-10-24T12:30:00Z']) {
    const hours = openHours(at(began), 'Europe/Berlin', undefined).map((hour) => hour.at);
    expect(hours).toEqual([...new Set(hours)].toSorted((a, b) => a - b));
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)! - at(began)).toBeLessThan(24 * HOUR);
  }
});

test('the best hour is one of the first block that is open', () => {
  const open = openHours(START, 'UTC', sendingHours.parse({ from: '10:00', to: '20:00' }));
  const given = people.slice(0, 600).map((id) => bestHour(campaign, id, open, [0, 6, 5, 4]));
  expect(new Set(given.map((hour) => hour?.block))).toEqual(new Set([6]));
  expect(new Set(given.map((hour) => hour?.at))).toEqual(new Set([START + 6 * HOUR, START + 7 * HOUR]));
  expect(bestHour(campaign, people[0]!, open, [0, 1])).toBeUndefined();
});

const button = { id: 'order', title: 'Order', type: 'reply' as const };
const link = { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' };
const experiment = { metric: 'tapped', window_hours: 24, test_share: 0.5, no_winner: 'control', pick: 'predicted' };

test.each<[string, object, RegExp | undefined]>([
  ['a button', { buttons: [button] }, undefined],
  ['a button in another language alone', { contents: [{ key: 'de', language: 'de', buttons: [button] }] }, undefined],
  ['no button', {}, /learnt and judged by taps/],
  ['a link past Herald', { buttons: [{ ...link, untracked: true }] }, /learnt and judged by taps/],
  ['a session message', { buttons: [button], send_as: 'session' }, /send a template/],
  [
    'an experiment whose variants are picked',
    {
      buttons: [button],
      weight: 1,
      contents: [{ key: 'web', weight: 1, buttons: [link] }],
      experiment: { ...experiment, metric: 'converted' },
    },
    /one at a time/,
  ],
  [
    'an experiment of which a part waits',
    {
      buttons: [button],
      weight: 1,
      contents: [{ key: 'b', weight: 1, message_content: 'Hey!' }],
      experiment: { ...experiment, pick: undefined },
    },
    /one at a time/,
  ],
])('send_time with %s', (_, given, message) => {
  const found = campaignContentFaults({ ...campaignOf(given), send_time: 'best' });
  const own = found.filter(({ path }) => path === 'send_time');
  expect(found).toEqual(own);
  expect(own.map((fault) => [fault.code, message?.test(fault.message)])).toEqual(message ? [['refused', true]] : []);
  expect(campaignContentFaults(campaignOf(given))).toEqual([]);
});
