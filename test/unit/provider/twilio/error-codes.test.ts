import { expect, test } from 'vitest';

import { ERROR_CLASSES, MEANINGS, stopsEveryone } from '../../../../shared/provider/error-class.ts';
import { classify, CODES, explain } from '../../../../shared/provider/twilio/error-codes.ts';

const codes = Object.values(CODES).flatMap((ofClass) => Object.keys(ofClass));

test('no code is in two classes', () => {
  expect(codes).toHaveLength(new Set(codes).size);
  expect(codes.length).toBeGreaterThan(60);
});

test('every class has a meaning, every code a class', () => {
  expect(codes.every((code) => classify(code) !== 'unknown')).toBe(true);
  expect(new Set(codes.map(classify))).toEqual(new Set(Object.keys(MEANINGS).filter((name) => name !== 'unknown')));
  expect(Object.keys(MEANINGS)).toEqual([...ERROR_CLASSES]);
});

test.each(codes)('the code %s has a meaning, and a remedy where everybody is refused until a person acts', (code) => {
  const { meaning, remedy } = explain(code)!;
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  if (stopsEveryone(classify(code))) expect(remedy).toMatch(/^[A-Z].*\.$/);
  else expect(remedy).toBeUndefined();
});

test.each([
  ['21609', 'callbacks: it must be reachable', /PUBLIC_BASE_URL/],
  ['21212', 'not a valid sender', /WhatsApp sender of this account/],
  ['21606', 'not one of this account', /WhatsApp sender of this account/],
  ['21660', 'belongs to another account', /WhatsApp sender of this account/],
  ['20404', 'no such account or sender', /account SID/],
  ['21612', 'no route', /countries of the audience/],
  ['30034', 'not registered', /Register the sender/],
  ['63015', 'sandbox', /WhatsApp sender of your own/],
])('the code %s says what is wrong, and what to do', (code, meaning, remedy) => {
  expect(explain(code)?.meaning).toContain(meaning);
  expect(explain(code)?.remedy).toMatch(remedy);
});

test('63016 says something else of a template: what the sender may send, and what to do', () => {
  expect(explain('63016')).toEqual({ meaning: expect.stringContaining('only an approved template reaches them') });
  expect(explain('63016', 'template')).toEqual({
    meaning: expect.stringContaining('sandbox'),
    remedy: expect.stringMatching(/WhatsApp sender of your own.*write to the sandbox first/),
  });
  expect(explain('63015', 'template')).toEqual(explain('63015'));
});

test('a code that is not listed has no explanation', () => {
  expect(explain('12345')).toBeUndefined();
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
  ['63018', 'portfolio_limit'],
  ['63038', 'account_limit'],
  ['21609', 'setup'],
  ['21212', 'setup'],
  ['21606', 'setup'],
  ['21660', 'setup'],
  ['20404', 'setup'],
  ['21612', 'setup'],
  ['30034', 'setup'],
  ['63015', 'sandbox'],
  ['21608', 'sandbox'],
  ['21655', 'template_gone'],
  ['63040', 'template_paused'],
  ['63041', 'template_paused'],
  ['63042', 'template_paused'],
  ['401', 'fatal'],
  ['20003', 'fatal'],
  ['12345', 'unknown'],
  ['none', 'unknown'],
  ['', 'unknown'],
  ['NaN', 'unknown'],
])('the code %j is of the class %s', (code, name) => {
  expect(classify(code)).toBe(name);
});
