import { expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { systemClock } from '../../../shared/platform/system-clock.ts';
import { e164, time } from '../../../shared/platform/formats.ts';

test.each([
  ['+15551234567', true],
  ['+1234567', true],
  ['+123456789012345', true],
  ['+123456', false],
  ['+1234567890123456', false],
  ['+05551234567', false],
  ['15551234567', false],
  ['+1555 1234567', false],
  ['+15551234567\n', false],
])('%j is an E.164 number: %s', (text, expected) => {
  expect(e164.safeParse(text).success).toBe(expected);
});

test.each([
  ['2027-01-31T09:00:00Z', '2027-01-31T09:00:00.000Z'],
  ['2027-01-31T09:00:00+02:00', '2027-01-31T07:00:00.000Z'],
  ['2027-01-31T09:00:00.123456-00:30', '2027-01-31T09:30:00.123Z'],
  ['2027-01-31', undefined],
  ['2027-01-31T09:00:00', undefined],
  ['2027-02-30T09:00:00Z', undefined],
  ['2027-01-31 09:00:00Z', undefined],
  ['tomorrow', undefined],
  ['1969-12-31T23:59:59.999Z', undefined],
  ['1970-01-01T00:00:00+00:01', undefined],
  ['0000-01-01T00:00:00+23:59', undefined],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['9999-12-31T23:59:59-00:01', undefined],
  ['10000-01-01T00:00:00Z', undefined],
  ['+010000-01-01T00:00:00Z', undefined],
  ['2016-12-31T23:59:60Z', undefined],
  ['2027-01-31T24:00:00Z', undefined],
  ['2027-01-31T09:00:00+24:00', undefined],
  ['2027-01-31T09:00:00+99:99', undefined],
])('%s is the time %s', (text, expected) => {
  expect(time.safeParse(text).data).toBe(expected);
});

test.each(['tomorrow', '1969-12-31T23:59:59Z', '2016-12-31T23:59:60Z', '2027-01-31T09:00:00+99:99'])(
  '%s has one fault, which says what to write',
  (text) => {
    expect(time.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/RFC 3339|between the years/),
    ]);
  },
);

test('a time that was accepted is accepted again as it is kept', () => {
  for (const text of [
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+23:59',
    '1969-12-31T23:59:59Z',
    '2027-01-31T09:00:00Z',
  ]) {
    const { data } = time.safeParse(text);
    expect(time.safeParse(data).data).toBe(data);
  }
});

test('the clock advances, and a time that has passed is not waited for', async () => {
  const before = systemClock.now();
  await systemClock.sleepUntil(before - 60_000);
  await systemClock.sleepUntil(before + 2);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before + 1);
  expect(timestamp(0)).toBe('1970-01-01T00:00:00.000Z');
});
