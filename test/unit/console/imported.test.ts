import { expect, test } from 'vitest';

import { peopleIn, peopleOf, rowsTaken } from '../../../console/services/imported.ts';

const created_at = '2026-11-29T09:00:00.000Z';
const ended_at = '2026-11-29T09:01:00.000Z';
const progress = { rows: 10, imported: 6, updated: 1, rejected: 3 };

test('an import takes the rows that can be read, and no others', () => {
  expect(rowsTaken({ progress })).toBe(7);
  expect(rowsTaken({ progress: {} })).toBe(0);
});

test('its people are those whom a file brought in while it ran', () => {
  expect(peopleOf({ created_at, ended_at, progress })).toEqual({
    imported_after: created_at,
    imported_before: ended_at,
  });
});

test('an address asks for the people of an import, or for nobody', () => {
  const them = { imported_after: created_at, imported_before: ended_at };
  expect(peopleIn({ ...them })).toEqual(them);
  expect(peopleIn({ imported_after: created_at })).toBeUndefined();
  expect(peopleIn({})).toBeUndefined();
});

test('nobody is promised where nobody came in, or nobody knows any more when it ended', () => {
  expect(peopleOf({ created_at, ended_at, progress: { rows: 3, rejected: 3 } })).toBeUndefined();
  expect(peopleOf({ created_at, ended_at: null, progress })).toBeUndefined();
});
