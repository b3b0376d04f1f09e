import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { occurrencesAfter, type FixedRecurrence } from '../../../shared/campaign/occurrences.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

const DAILY = { days: [1, 2, 3, 4, 5, 6, 7], time: '02:30', every: 1 };
const of = (given: Partial<FixedRecurrence>): FixedRecurrence => ({
  ...{ ...DAILY, time_zone: 'UTC', from: '2027-01-01' },
  ...given,
});
const after = (given: Partial<FixedRecurrence>, at: string, max: number) =>
  occurrencesAfter(of(given), Date.parse(at), max).map(timestamp);
/** What the zone's clocks show then, as Intl tells. */
const shown = (zone: string, at: number) =>
  new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' },
  })
    .format(at)
    .replace(', ', ' ');

describe('through both changes of the clocks in 2027', () => {
  /** The date on which clocks go forward and what a skipped time becomes; and when they go back, with the first of two. */
  const zones = [
    ['Europe/Berlin', '02:30', '2027-03-28', '03:30', '2027-10-31', '2027-10-31T00:30:00.000Z'],
    ['America/New_York', '02:30', '2027-03-14', '03:30', '2027-11-07', undefined],
    ['America/New_York', '01:30', '2027-03-14', '01:30', '2027-11-07', '2027-11-07T05:30:00.000Z'],
    ['Australia/Sydney', '02:30', '2027-10-03', '03:30', '2027-04-04', '2027-04-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '02:15', '2027-10-03', '02:45', '2027-04-04', undefined],
    ['Australia/Lord_Howe', '01:45', '2027-10-03', '01:45', '2027-04-04', '2027-04-03T14:45:00.000Z'],
    ['America/Santiago', '00:30', '2027-09-05', '01:30', '2027-04-03', undefined],
    ['Africa/Cairo', '00:30', '2027-04-30', '01:30', '2027-10-28', undefined],
  ] as const;
  test.each(zones)('%s at %s: on %s at %s; once on %s', (time_zone, time, forward, becomes, back, first) => {
    const year = occurrencesAfter(of({ time_zone, time }), Date.parse('2026-12-30T00:00:00Z'), 365);
    const clocks = year.map((at) => shown(time_zone, at));
    expect(clocks).toHaveLength(365);
    expect(new Set(clocks.map((text) => text.slice(0, 10))).size).toBe(365);
    expect(clocks.filter((text) => !text.endsWith(time))).toEqual(becomes === time ? [] : [`${forward} ${becomes}`]);
    expect(clocks.filter((text) => text.startsWith(back))).toEqual([`${back} ${time}`]);
    if (first) expect(year.map(timestamp)).toContain(first);
  });
});

test('the dates of some weekdays in every other week are counted from the week of the first day', () => {
  const given = { days: [1, 4], every: 2, time: '09:00', from: '2027-01-06' };
  expect(after(given, '2027-01-01T00:00:00Z', 4)).toEqual([
    ...['2027-01-07T09:00:00.000Z', '2027-01-18T09:00:00.000Z'],
    ...['2027-01-21T09:00:00.000Z', '2027-02-01T09:00:00.000Z'],
  ]);
  expect(after(given, '2031-06-01T00:00:00Z', 1)).toEqual(['2031-06-02T09:00:00.000Z']);
});

test('it ends after the last day, which is by the clock of its zone, or after so many dates', () => {
  const zone = { time_zone: 'Pacific/Auckland', time: '00:05' };
  expect(after({ ...zone, until: '2027-01-02' }, '2026-12-01T00:00:00Z', 9)).toEqual([
    ...['2026-12-31T11:05:00.000Z', '2027-01-01T11:05:00.000Z'],
  ]);
  expect(after({ count: 3 }, '2027-01-02T12:00:00Z', 9)).toEqual(['2027-01-03T02:30:00.000Z']);
  expect(after({ count: 3 }, '2027-01-03T02:30:00Z', 9)).toEqual([]);
  expect(after({ count: 366, days: [1] }, '2027-01-01T00:00:00Z', 400)).toHaveLength(366);
});

test('whatever the recurrence, asking step by step gives the same dates as asking once, each later than the one before', () => {
  const recurrences = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((days) => days.toSorted()),
    every: fc.integer({ min: 1, max: 52 }),
    time: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
    time_zone: fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Gaza', 'UTC'),
    from: fc.constantFrom('2026-11-01', '2027-03-27', '2027-10-30'),
    count: fc.option(fc.integer({ min: 1, max: 366 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(recurrences, fc.integer({ min: 0, max: 800 }), (given, days) => {
      const start = Date.parse('2026-11-01T00:00:00Z') + days * 86_400_000;
      const once = occurrencesAfter(of(given), start, 6);
      const steps: number[] = [];
      for (let at = start; steps.length < once.length;) steps.push((at = occurrencesAfter(of(given), at, 1)[0]!));
      expect(steps).toEqual(once);
      expect(once).toEqual([...new Set(once)].toSorted((a, b) => a - b));
    }),
    { numRuns: 200 },
  );
});
