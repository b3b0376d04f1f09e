import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { ERROR_CLASSES, MEANINGS } from '../../../../shared/provider/error-class.ts';
import { classify } from '../../../../shared/provider/twilio/error-codes.ts';

const source = readFileSync(new URL('../../../../shared/provider/twilio/error-codes.ts', import.meta.url), 'utf8');
const codes = source.slice(source.indexOf('const CODES'), source.indexOf('};')).match(/\d+/g)!;

test('no code is in two classes', () => {
  expect(codes).toHaveLength(new Set(codes).size);
  expect(codes.length).toBeGreaterThan(50);
});

test('every class has a meaning, every code a class', () => {
  expect(codes.every((code) => classify(code) !== 'unknown')).toBe(true);
  expect(new Set(codes.map(classify))).toEqual(new Set(Object.keys(MEANINGS).filter((name) => name !== 'unknown')));
  expect(Object.keys(MEANINGS)).toEqual([...ERROR_CLASSES]);
});

test.each([
  ['63016', 'outside_window'],
  ['21610', 'opted_out'],
  ['63049', 'marketing_limit'],
  ['21211', 'bad_recipient'],
  ['63019', 'media'],
  ['21656', 'template'],
  ['429', 'throttled'],
  ['21611', 'throttled'],
  ['63010', 'transient'],
  ['20500', 'ambiguous'],
  ['401', 'fatal'],
  ['20003', 'fatal'],
  ['12345', 'unknown'],
  ['none', 'unknown'],
  ['', 'unknown'],
  ['NaN', 'unknown'],
])('the code %j is of the class %s', (code, name) => {
  expect(classify(code)).toBe(name);
});
