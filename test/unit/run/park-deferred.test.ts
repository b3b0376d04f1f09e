import { describe, expect, test } from 'vitest';

import type { Waiting } from '../../../shared/run/lane.store.ts';
import { closedUntil, dueAnew, parkLate, waitingReason } from '../../../shared/run/park-deferred.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { sendingHours } from '../../../shared/tenancy/sending-hours.ts';
import { START } from '../fixtures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// START is a Friday, 12:00 UTC.
const open = (from: string, to: string) => sendingHours.parse({ from, to });

describe('a slot of a minute', () => {
  test.each([
    ['without hours', undefined, undefined],
    ['within the hours', open('11:00', '13:00'), undefined],
    ['that begins with them', open('12:00', '13:00'), undefined],
    ['that ends after them', open('11:00', '12:01'), 23 * HOUR],
    ['that begins before them', open('12:01', '13:00'), MINUTE],
    ['long before them', open('15:00', '16:00'), 3 * HOUR],
    ['after them', open('09:00', '12:00'), 21 * HOUR],
  ])('%s is put off until %j', (_, hours, until) => {
    const found = closedUntil(hours, 'UTC', { begin: START, end: START + MINUTE });
    expect(found).toBe(until === undefined ? undefined : START + until);
  });
});

test('who waits until one time is parked together, under ids that follow from who they are', async () => {
  const of = { tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), lane: 3 };
  const late = Array.from({ length: 7 }, (_, n) => ({
    id: ids.next('cus'),
    reachable: n !== 0,
    until: START + (n % 2) * HOUR,
    zone: n === 2 ? 'Asia/Seoul' : 'Asia/Tokyo',
  }));
  const park = async (some: typeof late) => {
    const parked: [{ id: string; recipients: string[]; messages: number }, number, object?][] = [];
    await parkLate(of, some, { size: 2, why: 'sending_hours' }, { park: async (...given) => void parked.push(given) });
    return parked;
  };
  const parked = await park(late);
  const people = (...places: number[]) => places.map((n) => late[n]!.id);
  expect(parked.map(([{ recipients, messages }, until]) => [recipients, messages, until - START])).toEqual([
    [people(0, 2, 4), 2, 0],
    [people(6), 1, 0],
    [people(1, 3), 2, HOUR],
    [people(5), 1, HOUR],
  ]);
  expect(parked[0]![2]).toEqual({ why: 'sending_hours', zones: ['Asia/Tokyo', 'Asia/Seoul'] });
  expect(await park(late)).toEqual(parked);
  const others = (await park(late.slice(1))).map(([{ id }]) => id);
  const [together, ...rest] = parked.map(([{ id }]) => id);
  expect(others).toHaveLength(4);
  expect(others).toEqual(expect.arrayContaining(rest));
  expect(others).not.toContain(together);
});

test.each<[string, Waiting, number]>([
  ['hours of which one zone’s open first', { why: 'sending_hours', zones: ['Asia/Tokyo', 'Europe/Berlin'] }, 2 * HOUR],
  ['hours of one zone', { why: 'sending_hours', zones: ['Asia/Tokyo'] }, 18 * HOUR],
  ['another rule', { why: 'daily_limit' }, 0],
  ['no rule', {}, 40 * HOUR],
])('what waits for %s is looked at again by the rules of now', (_, waiting, expected) => {
  const parked = { ...waiting, not_before: START + 40 * HOUR };
  expect(dueAnew(parked, open('15:00', '16:00'), START) - START).toBe(expected);
});

test('without hours nobody waits for them', () => {
  expect(dueAnew({ why: 'sending_hours', zones: ['Asia/Tokyo'], not_before: START + 1 }, undefined, START)).toBe(START);
});

test.each(['sending_hours', 'frequency_cap', 'daily_limit'] as const)(
  '%s has a sentence that says until when',
  (why) => {
    expect(waitingReason(why, START)).toMatch(/\w+ .*2026-11-20T12:00:00\.000Z/);
  },
);
