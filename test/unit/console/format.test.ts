import { expect, test } from 'vitest';

import { rateOf, whenThere } from '../../../console/services/format.ts';

test('a moment has the clock where somebody lives beside it, unless it shows the same', () => {
  const at = '2026-11-28T20:00:00Z';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(whenThere(at, own)).toBe('');
  expect(whenThere(at, 'Pacific/Kiritimati')).toMatch(/^ \(.*10:00.* there\)$/);
});

test('of fewer than 30 people there is no percentage', () => {
  expect(rateOf(2, 3, 2 / 3)).toBe('2 of 3');
  expect(rateOf(20, 30, 2 / 3)).toMatch(/^66.7 %$/);
  expect(rateOf(0, 0, null)).toBe('–');
});
