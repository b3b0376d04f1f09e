import { expect, test } from 'vitest';

import { idOf, randomIds, sha256 } from '../../../shared/platform/ids.ts';

test('ids have a prefix for their kind, are unique and sort by creation', () => {
  const all = Array.from({ length: 10_000 }, () => randomIds.next('cmp'));
  expect(all.every((id) => idOf('cmp').safeParse(id).success)).toBe(true);
  expect(all).toEqual([...new Set(all)].toSorted());
});

test('an API key is long and never the same', () => {
  const all = Array.from({ length: 100 }, () => randomIds.apiKey());
  expect(new Set(all).size).toBe(100);
  expect(all.every((key) => /^hk_[\w-]{43}$/.test(key))).toBe(true);
});

test.each([
  ['cmp_01J00000000000000000000000', true],
  ['cmp_7ZZZZZZZZZZZZZZZZZZZZZZZZZ', true],
  ['cmp_8ZZZZZZZZZZZZZZZZZZZZZZZZZ', false],
  ['cus_01J00000000000000000000000', false],
  ['cmp_01J0000000000000000000000', false],
  ['cmp_01J000000000000000000000000', false],
  ['cmp_01j00000000000000000000000', false],
  ['cmp_01I00000000000000000000000', false],
  ['cmp_01J0000000000000000000000#', false],
  ['cmp_01J00000000000000000000000\n', false],
  ['', false],
])('%j is an id of a campaign: %s', (text, expected) => {
  expect(idOf('cmp').safeParse(text).success).toBe(expected);
});

test('the hash is SHA-256 in hex, by which API keys are found', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
