import { afterEach, expect, test } from 'vitest';

import { isLike, keep, recall } from '../../../console/services/storage.ts';
import { fakeStorage, noStorage, refusingStorage } from './fake-storage.ts';

afterEach(noStorage);

test('what is kept is there until it is forgotten, each place for itself', () => {
  const places = fakeStorage({});
  keep('localStorage', 'theme', 'dark');
  expect([recall('localStorage', 'theme'), recall('sessionStorage', 'theme')]).toEqual(['dark', '']);
  keep('localStorage', 'theme');
  expect([recall('localStorage', 'theme'), places]).toEqual(['', { localStorage: {}, sessionStorage: {} }]);
});

test.for(['named', 'used'] as const)(
  'a browser that refuses to have its storage %s keeps nothing, and breaks nothing',
  (when) => {
    refusingStorage(when);
    expect(() => keep('localStorage', 'theme', 'dark')).not.toThrow();
    expect(() => keep('localStorage', 'theme')).not.toThrow();
    expect([recall('localStorage', 'theme'), recall('sessionStorage', 'draft', {})]).toEqual([undefined, undefined]);
  },
);

test.for([null, '', 'dark', '{', 'null', '3', '"text"', '[]', '{}', '{"name":3}', '{"name":null}', '{"name":["a"]}'])(
  'what is kept as %s is no value with a name',
  (kept) => {
    fakeStorage({ localStorage: { value: kept } });
    expect(recall('localStorage', 'value', { name: '' })).toBeUndefined();
  },
);

test('a value is like a sample when it has its fields and their types, and each part of a list those of the first', () => {
  const sample = { name: '', rows: [{ line: 0 }], more: {} };
  const value = { name: 'Ana', rows: [{ line: 3 }, { line: 4, other: null }], more: { any: 1 }, other: 'x' };
  expect(isLike(sample, value)).toBe(true);
  for (const wrong of [{ rows: {} }, { rows: [{ line: 3 }, null] }, { rows: [3] }, { more: [] }, { more: null }])
    expect(isLike(sample, { ...value, ...wrong })).toBe(false);
});
