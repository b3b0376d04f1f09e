import { expect, test } from 'vitest';

import {
  between,
  counted,
  date,
  dateOf,
  endWords,
  outOf,
  people,
  rateOf,
  when,
  whenThere,
} from '../../../console/services/format.ts';

test('a moment has the clock where somebody lives beside it, unless it shows the same', () => {
  const at = '2026-11-28T20:00:00Z';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(whenThere(at, own)).toBe('');
  const [there, clock] =
    own === 'Pacific/Kiritimati' ? ['Pacific/Pago_Pago', '09:00'] : ['Pacific/Kiritimati', '10:00'];
  expect(whenThere(at, there)).toMatch(new RegExp(`^ \\(.*${clock}.* there\\)$`));
});

test('a number stands before as many as there are, and has its separators', () => {
  expect([0, 1, 2000].map((value) => counted(value, 'row'))).toEqual(['0 rows', '1 row', '2,000 rows']);
  expect([1, 2].map((value) => counted(value, 'more country', 'more countries'))).toEqual([
    '1 more country',
    '2 more countries',
  ]);
  expect([1, 2].map(people)).toEqual(['1 person', '2 people']);
  expect(outOf(1007, 1024)).toBe('1,007 of 1,024');
});

test('two times have their common part once', () => {
  const at = '2026-11-28T12:00:00Z';
  expect(between(at, '2026-11-28T12:00:30Z')).toBe(between(at));
  expect(between(at, '2026-11-28T12:20:00Z').match(/Nov/g)).toHaveLength(1);
});

test('a time of another year has its year, and one of this year has none', () => {
  const year = new Date().getFullYear();
  for (const tell of [between, when, dateOf]) {
    expect(tell(`${year + 5}-06-15T12:00:00Z`)).toContain(String(year + 5));
    expect(tell(`${year}-06-15T12:00:00Z`)).not.toContain(String(year));
  }
});

test('of fewer than 30 people there is no percentage', () => {
  expect(rateOf(2, 3, 2 / 3)).toBe('2 of 3');
  expect(rateOf(20, 30, 2 / 3)).toMatch(/^66.7 %$/);
  expect(rateOf(0, 0, null)).toBe('–');
});

test('a day of the calendar is the same day in every zone, and never in the form of the API', () => {
  expect(date('2026-10-01')).toMatch(/^(1 Oct|Oct 1,) 2026$/);
});

test('when something ends is how long from now within an hour, and the clock beyond', () => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  expect(endWords('2026-11-28T12:00:33Z', now)).toBe(', about 33 s more');
  const end = '2026-11-28T13:35:00Z';
  const clock = new Date(end).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  expect(endWords(end, now)).toMatch(/^, until about .*Nov/);
  expect(endWords(end, now)).toContain(clock);
  expect(endWords('2026-11-28T11:59:59Z', now)).toBe('');
});
