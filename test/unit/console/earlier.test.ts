import { expect, test } from 'vitest';

import { readTo, withPage } from '../../../console/services/earlier.ts';

const timeOf = (at: string) => at;

test('a list that goes on was read to its last entry, one at its end to no limit', () => {
  expect(readTo({ data: ['3', '2'], next_cursor: 'c' }, timeOf)).toBe('2');
  expect(readTo({ data: [], next_cursor: 'c' }, timeOf)).toBe('');
  expect(readTo({ data: ['3', '2'], next_cursor: null }, timeOf)).toBeUndefined();
});

test('the next page follows what was read', () => {
  const read = withPage({ data: ['3', '2'], next_cursor: 'c' }, { data: ['1'], next_cursor: null });
  expect(read).toEqual({ data: ['3', '2', '1'], next_cursor: null });
});
