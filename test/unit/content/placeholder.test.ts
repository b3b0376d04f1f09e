import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  fill,
  hasPlaceholder,
  placeholderFaults,
  placeholders,
  replacePlaceholders,
} from '../../../shared/content/placeholder.ts';

const nobody = { name: null, phone_number: '+4915112345678', attributes: {} };
const ana = { ...nobody, name: 'Ana', attributes: { city: 'Porto', age: 30, vip: false, zero: 0 } };

/** A text as one person gets it. */
function filled(text: string, values: Parameters<typeof fill>[1] = ana): string {
  const found = placeholders(text);
  const { values: texts } = fill(found, values);
  return replacePlaceholders(text, found, (index) => texts[index]!);
}

describe('placeholders', () => {
  test('are found in order, each once, with path and fallback', () => {
    const text = '{{name}} {{ attributes.city|default:"town" }} {{name}} {{name | default: ""}}';
    expect(placeholders(text)).toEqual([
      { text: '{{name}}', path: 'name', fallback: undefined },
      { text: '{{ attributes.city|default:"town" }}', path: 'attributes.city', fallback: 'town' },
      { text: '{{name | default: ""}}', path: 'name', fallback: '' },
    ]);
  });

  test.each([
    'plain { text } with "quotes" | and {braces',
    '{{name}}{{phone_number}}',
    '{{ attributes.a-b_1 | default: "x|y" }}',
    `{{attributes.${'x'.repeat(64)}}}`,
  ])('%j has no fault', (text) => {
    expect(placeholderFaults(text, 'message_content')).toEqual([]);
  });

  test.each([
    ['{{}}', 1],
    ['{{ }}', 1],
    ['{{surname}}', 1],
    ['{{Name}}', 1],
    ['{{attributes}}', 1],
    ['{{attributes.}}', 1],
    ['{{attributes.a.b}}', 1],
    [`{{attributes.${'x'.repeat(65)}}}`, 1],
    ['{{name.first}} {{surname}}', 2],
    ['{{name', 1],
    ['name}}', 1],
    ['{{name}', 1],
    ['{{{{name}}', 1],
    ['{{name | default: friend}}', 1],
    ["{{name | default: 'friend'}}", 1],
    ['{{name | default: “friend}}', 1],
    ['{{name | default: “friend"}}', 1],
    ['{{surname | default: “friend”}}', 1],
    ['{{name | upper}}', 1],
    ['{{name | default: "a" | default: "b"}}', 1],
    ['{{surname}} and {{', 2],
  ])('%j has %i faults', (text, count) => {
    const faults = placeholderFaults(text, 'message_content');
    expect(faults).toHaveLength(count);
    expect(faults.every(({ path, code }) => path === 'message_content' && code === 'placeholder')).toBe(true);
  });
});

test.each([
  ["{{name | default: 'friend'}}", "{{name | default: 'friend'}} cannot be read"],
  ['Hi {{name', 'stands alone'],
])('what is wrong with %j is said, and the right form is shown', (text, expected) => {
  const [fault] = placeholderFaults(text, 'message_content');
  expect(fault?.message).toContain(expected);
  expect(fault?.message).toContain('{{name | default: "friend"}}');
});

test('a long text of blanks is read without catastrophic backtracking', () => {
  const blanks = ' '.repeat(100_000);
  const texts = [
    `{{${blanks}`,
    `{{a${blanks}|${blanks}default:${blanks}`,
    '{{ '.repeat(30_000),
    '{{a|default: "'.repeat(9_000),
    '{{a|default: “'.repeat(9_000),
  ];
  for (const text of texts) expect(placeholderFaults(text, 'message_content').length).toBeGreaterThan(0);
});

describe('a filled text', () => {
  test.each([
    ['Hi {{name}} of {{attributes.city}}', 'Hi Ana of Porto'],
    ['{{attributes.age}} {{attributes.vip}} {{attributes.zero}}', '30 false 0'],
    ['{{name | default: "friend"}}', 'Ana'],
    ['{{attributes.none | default: “friend”}} {{attributes.no | default: „Freund“}}', 'friend Freund'],
    ['{{attributes.none|default:«l’ami»}} {{attributes.no | default: "a “b”"}}', 'l’ami a “b”'],
    ['{{attributes.none | default: "friend"}}', 'friend'],
    ['[{{attributes.none}}]', '[]'],
    ['{{phone_number}}', '+4915112345678'],
    ['{{name}} {{ name }} {{name}}', 'Ana Ana Ana'],
    ['{name} {}', '{name} {}'],
  ])('of %j is %j', (text, expected) => {
    expect(filled(text)).toBe(expected);
  });

  test('never has what a customer only inherits, such as constructor', () => {
    expect(filled('[{{attributes.constructor}}{{attributes.__proto__}}{{attributes.toString}}]')).toBe('[]');
  });

  test('has each value literally, whatever is in it', () => {
    const sly = { ...ana, name: "$& $1 $$ $` $' {{phone_number}} {{name}}" };
    expect(filled('a {{name}} b {{phone_number}}', sly)).toBe(
      "a $& $1 $$ $` $' {{phone_number}} {{name}} b +4915112345678",
    );
  });

  test('has any value in its place, and nothing else changes', () => {
    const value = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll(/\s+/g, ' ').trim());
    fc.assert(
      fc.property(value, value, (name, city) => {
        const text = filled('1 {{name}} 2 {{attributes.city}} 3 {{name}} 4', { ...ana, name, attributes: { city } });
        expect(text).toBe(`1 ${name} 2 ${city} 3 ${name} 4`);
      }),
    );
  });

  test('has values and fallbacks on one line', () => {
    expect(filled('{{name}}', { ...ana, name: ' An\n\ta      B ' })).toBe('An a B');
    expect(filled('{{attributes.x | default: "a\n\nb"}}')).toBe('a b');
  });
});

test('placeholders that a customer has no value for are listed', () => {
  const found = placeholders(
    '{{name}} {{attributes.city}} {{attributes.city | default: "town"}} {{attributes.x | default: " "}}',
  );
  expect(fill(found, nobody)).toEqual({
    values: ['', '', 'town', ''],
    missing: ['{{name}}', '{{attributes.city}}', '{{attributes.x | default: " "}}'],
  });
  expect(fill(found, { ...nobody, name: ' \n ' }).missing).toHaveLength(3);
  expect(fill(found, { ...ana, attributes: { city: 'Porto', x: 'y' } }).missing).toEqual([]);
});

test.each([
  ['plain', false],
  ['{name}', false],
  ['{ {name} }', false],
  ['Hi {{name}}', true],
  ['Hi {{', true],
  ['}} Hi', true],
])('%j has a placeholder, or half of one: %s', (text, expected) => {
  expect(hasPlaceholder(text)).toBe(expected);
});
