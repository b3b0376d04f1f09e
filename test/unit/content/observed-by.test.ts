import { expect, test } from 'vitest';

import { isTracked } from '../../../shared/content/observed-by.ts';

test('no taps that nobody tracks are not known, unless somebody reported some', () => {
  expect(isTracked('reported', 0)).toBe(false);
  expect(isTracked('reported', 2)).toBe(true);
  expect(isTracked('call_tracking', 0)).toBe(true);
  expect(isTracked('nobody', 0)).toBe(false);
  expect(isTracked('nobody', 2)).toBe(true);
});
