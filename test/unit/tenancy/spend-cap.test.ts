import { expect, test } from 'vitest';

import { dayOf, nextDay, spendCap } from '../../../shared/tenancy/spend-cap.ts';

const at = (time: string) => Date.parse(time);

test.each([
  [{ amount: '250' }, { amount: '250', time_zone: 'UTC' }],
  [
    { amount: '0.000001', time_zone: 'Asia/Tokyo' },
    { amount: '0.000001', time_zone: 'Asia/Tokyo' },
  ],
  [{ amount: '999999999.999999' }, { amount: '999999999.999999', time_zone: 'UTC' }],
])('%j is a cap', (given, cap) => expect(spendCap.parse(given)).toEqual(cap));

test.each([
  [{}, 'amount'],
  [{ amount: '0' }, 'amount'],
  [{ amount: '0.000000' }, 'amount'],
  [{ amount: '-1' }, 'amount'],
  [{ amount: 250 }, 'amount'],
  [{ amount: '1e3' }, 'amount'],
  [{ amount: '1.0000001' }, 'amount'],
  [{ amount: '1000000000' }, 'amount'],
  [{ amount: '1', time_zone: 'Mars/Olympus' }, 'time_zone'],
  [{ amount: '1', time_zone: '+02:00' }, 'time_zone'],
])('%j is none', (given, field) => {
  expect(spendCap.safeParse(given).error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test.each([
  ['UTC', '2026-11-20T12:00:00Z', '2026-11-20', '2026-11-21T00:00:00Z'],
  ['UTC', '2026-11-20T23:59:59.999Z', '2026-11-20', '2026-11-21T00:00:00Z'],
  ['UTC', '2026-11-21T00:00:00Z', '2026-11-21', '2026-11-22T00:00:00Z'],
  ['Asia/Tokyo', '2026-11-20T15:00:00Z', '2026-11-21', '2026-11-21T15:00:00Z'],
  ['America/New_York', '2026-11-21T04:59:59Z', '2026-11-20', '2026-11-21T05:00:00Z'],
  // The night in which the clocks go back has 25 hours, the one in which they go forward 23.
  ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25', '2026-10-25T23:00:00Z'],
  ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29', '2026-03-29T22:00:00Z'],
  // In Cairo, this day begins at one o’clock.
  ['Africa/Cairo', '2026-04-23T21:00:00Z', '2026-04-23', '2026-04-23T22:00:00Z'],
  // A Saturday and a Sunday.
  ['UTC', '2026-11-21T12:00:00Z', '2026-11-21', '2026-11-22T00:00:00Z'],
  ['UTC', '2026-11-22T12:00:00Z', '2026-11-22', '2026-11-23T00:00:00Z'],
])('in %s, %s is of %s, and the next day begins at %s', (zone, time, day, next) => {
  expect(dayOf(zone, at(time))).toBe(day);
  expect(nextDay(zone, at(time))).toBe(at(next));
  expect(dayOf(zone, at(next) - 1)).toBe(day);
  expect(dayOf(zone, at(next)) > day).toBe(true);
});
