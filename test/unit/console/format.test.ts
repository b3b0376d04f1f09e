import { expect, test } from 'vitest';

import { whenThere } from '../../../console/services/format.ts';

test('a moment has the clock where somebody lives beside it, unless it shows the same', () => {
  const at = '2026-11-28T20:00:00Z';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(whenThere(at, own)).toBe('');
  expect(whenThere(at, 'Pacific/Kiritimati')).toMatch(/^ \(.*10:00.* there\)$/);
});
