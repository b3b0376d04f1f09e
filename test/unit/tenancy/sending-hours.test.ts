import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { nextAllowed, sendingHours, type SendingHours } from '../../../shared/tenancy/sending-hours.ts';

const MINUTE = 60_000;
const OFFICE = sendingHours.parse({ from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5] });
const next = (hours: object, zone: string, at: string) =>
  new Date(nextAllowed(sendingHours.parse(hours), zone, Date.parse(at))).toISOString();

describe('the next moment to send', () => {
  test.each([
    ['in the middle of a day is now', 'Europe/Berlin', '2026-11-20T11:30:15.250Z', '2026-11-20T11:30:15.250Z'],
    ['before the day begins is its begin', 'Europe/Berlin', '2026-11-20T07:59:59.999Z', '2026-11-20T08:00:00.000Z'],
    ['when the day has just begun is now', 'Europe/Berlin', '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z'],
    ['in the last millisecond is now', 'Europe/Berlin', '2026-11-19T18:59:59.999Z', '2026-11-19T18:59:59.999Z'],
    ['at the end is the next day', 'Europe/Berlin', '2026-11-19T19:00:00.000Z', '2026-11-20T08:00:00.000Z'],
    ['on a Friday night is Monday', 'Europe/Berlin', '2026-11-20T19:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['keeps to zones of half an hour', 'Asia/Kolkata', '2026-11-20T03:00:00.000Z', '2026-11-20T03:30:00.000Z'],
    ['keeps to zones of a quarter', 'Asia/Kathmandu', '2026-11-20T03:00:00.000Z', '2026-11-20T03:15:00.000Z'],
    ['goes by the date over there', 'Pacific/Kiritimati', '2026-11-20T12:00:00.000Z', '2026-11-22T19:00:00.000Z'],
    ['takes the night in which clocks go forward', 'Europe/Berlin', '2026-03-28T20:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['takes the night in which clocks go back', 'Europe/Berlin', '2026-10-24T20:00:00Z', '2026-10-26T08:00:00.000Z'],
  ])('%s', (_, zone, at, expected) => {
    expect(next(OFFICE, zone, at)).toBe(expected);
  });

  test('is when the clocks have skipped the hour that it would begin in', () => {
    expect(next({ from: '02:30', to: '05:00' }, 'Europe/Berlin', '2026-03-28T23:30:00Z')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  test('is the next day when the clocks skip all of the hours', () => {
    expect(next({ from: '02:00', to: '03:00' }, 'Europe/Berlin', '2026-03-28T23:30:00Z')).toBe(
      '2026-03-30T00:00:00.000Z',
    );
  });

  test('comes a second time when the clocks are put back', () => {
    const hours = { from: '02:00', to: '02:30' };
    expect(next(hours, 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:00:00.000Z');
  });

  test('may be at any time of a day', () => {
    expect(next({ from: '00:00', to: '24:00', days: [7] }, 'UTC', '2026-11-20T10:00:00Z')).toBe(
      '2026-11-22T00:00:00.000Z',
    );
    expect(next({ from: '00:00', to: '24:00' }, 'UTC', '2026-11-20T23:59:59.999Z')).toBe('2026-11-20T23:59:59.999Z');
  });

  const zones = [
    ...[
      'Europe/Berlin',
      'America/New_York',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
    ],
    ...[
      'Asia/Kathmandu',
      'Pacific/Chatham',
      'Pacific/Apia',
      'America/Santiago',
      'Pacific/Kiritimati',
      'Africa/Cairo',
      'UTC',
    ],
  ];
  const time = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
  const hoursArbitrary = fc
    .tuple(
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 1440 }),
      fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    )
    .filter(([from, to]) => from < to)
    .map(([from, to, days]) => ({ from: time(from), to: time(to), days }));

  test.each(zones)('in %s is permitted by the wall clock, and none before is', (zone) => {
    const open = wallClock(zone);
    fc.assert(
      fc.property(
        hoursArbitrary,
        // All over three years, and often close to when some clocks are changed.
        fc.oneof(
          fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2029-01-01') }),
          fc.integer({ min: Date.parse('2027-03-26'), max: Date.parse('2027-04-05') }),
          fc.integer({ min: Date.parse('2027-10-29'), max: Date.parse('2027-11-08') }),
        ),
        (hours, at) => {
          const found = nextAllowed(hours, zone, at);
          expect(found).toBeGreaterThanOrEqual(at);
          expect(open(hours, found)).toBe(true);
          if (found > at) expect([open(hours, at), open(hours, found - 1)]).toEqual([false, false]);
          for (let before = at; before < found; before += 17 * MINUTE) expect(open(hours, before)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('hours on the wire', () => {
  const faults = (given: unknown) =>
    sendingHours.safeParse(given).error?.issues.map(({ path, code }) => [path.join('.'), code]);

  test('apply every day unless days are named, each once and in order', () => {
    expect(sendingHours.parse({ from: '09:00', to: '24:00' }).days).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(sendingHours.parse({ from: '09:00', to: '20:00', days: [5, 1, 5] }).days).toEqual([1, 5]);
  });

  test.each([
    [{ from: '9:00', to: '25:00', days: [0, 8, 1.5], at: 1 }, ['days.0', 'days.1', 'days.2', 'from', 'to', '']],
    [{ from: '20:00', to: '20:00' }, ['to']],
    [{ from: '21:00', to: '08:00', days: [] }, ['days', 'to']],
    [{ from: '24:00', to: '24:00' }, ['from']],
    [{ from: 9 }, ['from', 'to']],
    ['always', ['']],
  ])('%j is refused with all its faults', (given, paths) => {
    expect(
      faults(given)
        ?.map(([path]) => path)
        .toSorted(),
    ).toEqual(paths.toSorted());
  });
});

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** Whether hours are open at a moment, by the wall clock that Intl shows. */
function wallClock(timeZone: string): (hours: SendingHours, at: number) => boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return ({ from, to, days }, at) => {
    const [, weekday = '', clock = ''] = /^(\w+)\W+(\d\d:\d\d)$/.exec(format.format(at)) ?? [];
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1;
    return days.includes(day) && from <= clock && clock < to;
  };
}
