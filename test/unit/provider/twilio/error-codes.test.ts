import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { errorClass, MEANINGS } from '../../../../shared/provider/error-class.ts';

const source = readFileSync(new URL('../../../shared/messaging/error-classes.ts', import.meta.url), 'utf8');
const codes = source.slice(source.indexOf('const CLASSES'), source.indexOf('} as const')).match(/\d+/g)!.map(Number);

test('no code stands in two classes', () => {
  expect(codes).toHaveLength(new Set(codes).size);
  expect(codes.length).toBeGreaterThan(50);
});

test('every class has a meaning, every code a class', () => {
  expect(codes.every((code) => errorClass(code) !== 'unknown')).toBe(true);
  expect(new Set(codes.map(errorClass))).toEqual(new Set(Object.keys(MEANINGS).filter((name) => name !== 'unknown')));
});

test.each([
  ['63016', 'outside_window'],
  [21610, 'opted_out'],
  [63049, 'marketing_limit'],
  [21211, 'bad_recipient'],
  [63019, 'media'],
  [21656, 'template'],
  [429, 'throttled'],
  [21611, 'throttled'],
  [63010, 'transient'],
  [20500, 'ambiguous'],
  [401, 'fatal'],
  [20003, 'fatal'],
  [12345, 'unknown'],
  ['none', 'unknown'],
  ['', 'unknown'],
  [Number.NaN, 'unknown'],
])('%s is %s', (code, name) => {
  expect(errorClass(code)).toBe(name);
});
