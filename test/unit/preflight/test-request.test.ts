import { expect, test } from 'vitest';

import { testRequest } from '../../../shared/preflight/preview.ts';

const faultsOf = (to: readonly string[]) =>
  (testRequest.safeParse({ to }).error?.issues ?? []).map(({ path, code, message, ...issue }) => ({
    path: path.join('.'),
    code: 'params' in issue ? issue.params?.['code'] : code,
    message,
  }));

test.each([
  ['the same number twice', ['+4915112345678', '+4915112345678']],
  ['the same number with blanks', ['+4915112345678', '+49 151 12345678']],
  ['both spellings of a number of Argentina', ['+5491123456789', '+541123456789']],
  ['both spellings of a number of Mexico', ['+5215512345601', '+525512345601']],
  ['both spellings of a number of Brazil', ['+5511987654321', '+551187654321']],
])('a test to %s is refused, since one person would get it twice', (_, to) => {
  expect(faultsOf(to)).toEqual([{ path: 'to', code: 'duplicate', message: 'names a number twice' }]);
});

test('what is no number is told as that', () => {
  expect(faultsOf(['wrong', '+4915112345678', 'wrong'])).toMatchObject([{ path: 'to.0' }, { path: 'to.2' }]);
});

test('a test goes to the numbers as they were spelled', () => {
  const to = ['+5215512345601', '+541123456789'];
  expect(testRequest.parse({ to }).to).toEqual(to);
});
