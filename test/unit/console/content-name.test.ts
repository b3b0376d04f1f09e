import { expect, test } from 'vitest';

import { textName, variantName, type OtherContent } from '../../../console/services/content-name.ts';

const nameOf = (given: Partial<OtherContent>) => textName([{ key: 'b', ...given }], 'b');

test('another text is named by whom it is for, also before that is said', () => {
  expect(nameOf({ when: { tags_any: ['vip', 'new'] } })).toBe('People tagged vip or new');
  expect(nameOf({ when: { tags_any: [] } })).toBe('People with a tag');
  expect(nameOf({ weight: 1 })).toBe('Variant b');
  expect(nameOf({ language: 'de' })).toBe('German');
});

test('texts for the same people in several languages have names of their own', () => {
  expect(nameOf({ weight: 1, variant: 'short', language: 'de' })).toBe('Variant short, German');
  expect(nameOf({ when: { tags_any: ['vip'] }, language: 'de' })).toBe('People tagged vip, German');
});

test('the campaign’s own text has one name as a text and as the control', () => {
  expect(textName([{ key: 'b', weight: 1 }], 'default')).toBe('First text');
  expect(textName(undefined, 'default')).toBe(variantName('default'));
});

test('a text that the campaign has no more is named by its key', () => {
  expect(textName([], 'gone')).toBe('gone');
});
