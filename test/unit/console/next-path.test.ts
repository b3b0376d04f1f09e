import fc from 'fast-check';
import { expect, test } from 'vitest';

import { nextPath } from '../../../console/services/next-path.ts';

const ORIGIN = 'https://herald.example';

test.each(['/console', '/console/', '/console/people?q=a&tag=b#c', '/console/campaigns/cmp_1/edit/check'])(
  '%s is a page to go to after signing in',
  (path) => expect(nextPath(path, ORIGIN)).toBe(path),
);

test.each([
  ...[
    null,
    undefined,
    '',
    'people',
    'https://evil.example/console/',
    '//evil.example/console/',
    '/\\evil.example/console/',
  ],
  ...['\\\\evil.example', 'javascript:alert(1)', '/console/../v1/me', '/console/%2e%2e/v1/me', '/consolex', '/v1/me'],
  ...[
    '/\t/evil.example/console/',
    ' /console/',
    '/console/signin?code=x',
    'https://herald.example/console/',
    '/console:8080/',
  ],
])('%j leads to the first page', (given) => expect(nextPath(given, ORIGIN)).toBe('/console/'));

test('whatever it is given, it stays in the console on this origin', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '//',
    'console',
    '..',
    '%2e',
    ':',
    '@',
    'evil.example',
    '?',
    '#',
    '\t',
    '\n',
  );
  const hostile = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.webUrl(),
        hostile.map((rest) => `/console/${rest}`),
      ),
      (given) => {
        const { origin, pathname } = new URL(nextPath(given, ORIGIN), ORIGIN);
        expect(origin).toBe(ORIGIN);
        expect(pathname).toMatch(/^\/console(\/|$)/);
      },
    ),
    { numRuns: 2000 },
  );
});
