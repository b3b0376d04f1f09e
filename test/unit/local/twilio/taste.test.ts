import { expect, test } from 'vitest';

import { ORDINARY_HABITS } from '../../../../local/twilio/habits.ts';
import { tasteOf, withTaste } from '../../../../local/twilio/taste.ts';

const NUMBERS = Array.from({ length: 2_000 }, (_, n) => `+4477${String(n).padStart(8, '0')}`);

test('people like different kinds of button at different hours, each of them the same ones every time', () => {
  const all = NUMBERS.map((number) => tasteOf(1, number));
  expect(all).toEqual(NUMBERS.map((number) => tasteOf(1, number)));
  expect(all).not.toEqual(NUMBERS.map((number) => tasteOf(2, number)));
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['taps', 'follows', 'calls']));
  expect(new Set(all.map(({ hour }) => hour)).size).toBe(24);
});

test('somebody taps more of what they like, and at their hour, around midnight as well', () => {
  const taste = { eagerness: 1, kind: 'taps' as const, hour: 23 };
  const at = (hour: number) => withTaste(ORDINARY_HABITS, taste, hour);
  expect(at(1)).toEqual(at(23));
  expect(at(1).taps).toBeGreaterThan(at(12).taps);
  expect(at(1).taps / ORDINARY_HABITS.taps).toBeGreaterThan(at(1).follows / ORDINARY_HABITS.follows);
  expect(withTaste(ORDINARY_HABITS, { ...taste, eagerness: 9 }, 23).taps).toBe(1);
  expect(at(12).buys).toBe(ORDINARY_HABITS.buys);
});
