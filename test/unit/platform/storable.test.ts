import { describe, expect, test } from 'vitest';

import { storableFaults } from '../../../shared/platform/storable.ts';

const faultsOf = (value: unknown) => storableFaults(value).map(({ path, code }) => `${path} ${code}`);

test.each([
  null,
  true,
  '',
  'Ana\r\n\t👋',
  'שלום \u200fعربي\u061c',
  0,
  -0,
  1.5,
  1e-130,
  -1e-130,
  Number.MAX_SAFE_INTEGER,
  { a: [{ b: 'c' }] },
])('%j can be stored', (value) => {
  expect(faultsOf(value)).toEqual([]);
});

test.each([Infinity, -Infinity, NaN, 1e126, -1e300, 2 ** 53, 12345678901234567890, 1e-131, 5e-324])(
  'the number %s cannot',
  (value) => {
    expect(faultsOf({ a: value })).toEqual(['a number']);
  },
);

test.each(['\u0000', 'a\u0008', '\u001b[31m', '\u007f', '\u0085', '\u202e', 'a\u2066b', '\ud800', 'a\udc00'])(
  'the text %j cannot, nor can it be a name',
  (text) => {
    expect(faultsOf({ a: [text], [text]: 1 })).toEqual(['a.0 text', `${text} text`]);
  },
);

describe('what is read is bounded', () => {
  test('in depth', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(faultsOf(deep)).toEqual([`${'0.'.repeat(15)}0 too_deep`]);
  });

  test('in number, of elements and of names', () => {
    const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 1]));
    expect(faultsOf(Array(19_999).fill(1))).toEqual([]);
    expect(faultsOf(Array(20_000).fill(1))).toEqual([' too_many']);
    expect(faultsOf(names(19_999))).toEqual([]);
    expect(faultsOf([names(10_000), names(10_000)])).toEqual([' too_many']);
  });

  test('in faults', () => {
    expect(storableFaults(Array(10_000).fill('\u0000'))).toHaveLength(100);
  });
});

test('names that mean something to JavaScript are refused', () => {
  expect(faultsOf(JSON.parse('{"__proto__":1,"a":{"constructor":2}}'))).toEqual([
    '__proto__ reserved',
    'a.constructor reserved',
  ]);
});
