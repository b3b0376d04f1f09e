import { expect, it } from 'vitest';

import { zonedTime } from '../../../shared/platform/zoned-time.ts';

it.each([
  ['UTC', '2026-06-01T12:00:00.000Z', '2026-06-01T12:00:00.000+00:00'],
  ['Europe/Berlin', '2026-06-01T12:00:00.123Z', '2026-06-01T14:00:00.123+02:00'],
  ['Europe/Berlin', '2026-10-25T00:59:59.999Z', '2026-10-25T02:59:59.999+02:00'],
  ['Europe/Berlin', '2026-10-25T01:00:00.000Z', '2026-10-25T02:00:00.000+01:00'],
  ['America/New_York', '2026-01-01T01:30:00.000Z', '2025-12-31T20:30:00.000-05:00'],
  ['Asia/Kathmandu', '2026-01-01T00:00:00.000Z', '2026-01-01T05:45:00.000+05:45'],
  ['America/St_Johns', '2026-01-01T00:00:00.000Z', '2025-12-31T20:30:00.000-03:30'],
])('a clock in %s shows %s as %s', (zone, at, shown) => {
  const zoned = zonedTime(zone);
  expect([zoned(at), zoned(at)]).toEqual([shown, shown]);
  expect(Date.parse(shown)).toBe(Date.parse(at));
});
