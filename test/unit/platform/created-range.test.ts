import { expect, test } from 'vitest';

import { isPast, isWithin } from '../../../shared/platform/created-range.ts';

const [ONE, TWO, THREE] = [1, 2, 3].map((hour) => `2026-11-27T0${hour}:00:00.000Z`) as [string, string, string];

test.each([
  [{}, true],
  [{ created_after: TWO }, true],
  [{ created_after: THREE }, false],
  [{ created_before: TWO }, false],
  [{ created_before: THREE }, true],
  [{ created_after: ONE, created_before: THREE }, true],
])('what was made at two is within %j: %s', (range, expected) => {
  expect(isWithin(range, TWO)).toBe(expected);
});

test('a list ends before what is older than its range by more than ids and times may differ', () => {
  expect(isPast({ created_after: TWO }, ONE)).toBe(true);
  expect(isPast({ created_after: TWO }, '2026-11-27T01:59:30.000Z')).toBe(false);
  expect(isPast({ created_before: TWO }, ONE)).toBe(false);
});
