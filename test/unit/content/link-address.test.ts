import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { button } from '../../../shared/content/button.ts';
import { fillAddress, linkAddress, startOf } from '../../../shared/content/link-address.ts';
import { placeholders } from '../../../shared/content/placeholder.ts';

const faults = (address: string) => (linkAddress.safeParse(address).error?.issues ?? []).map(({ message }) => message);

test.each([
  ['https://Shop.Example/{{name}}', 'https://shop.example/{{name}}'],
  [
    'https://shop.example/orders/{{attributes.First Name}}/x?a=1',
    'https://shop.example/orders/{{attributes.First Name}}/x?a=1',
  ],
  [
    'https://shop.example/a b?q=ü {{name | default: "a&b=c#d/e?"}}',
    'https://shop.example/a%20b?q=%C3%BC%20{{name | default: "a&b=c#d/e?"}}',
  ],
  [
    'https://münchen.example:8443/p-{{name}}.html?x=y-{{name}}&b=#end',
    'https://xn--mnchen-3ya.example:8443/p-{{name}}.html?x=y-{{name}}&b=#end',
  ],
  ['https://shop.example/herald0z/{{name}}', 'https://shop.example/herald0z/{{name}}'],
  ['https://shop.example/{{{name}}}', 'https://shop.example/%7B{{name}}%7D'],
])('%s is kept as %s', (given, kept) => {
  expect(linkAddress.parse(given)).toBe(kept);
  expect(linkAddress.parse(kept)).toBe(kept);
});

test.each([
  ['https://{{name}}/', /behind its host alone/],
  ['https://shop.example{{name}}/', /behind its host alone/],
  ['https://{{name}}.shop.example/', /behind its host alone/],
  ['https://shop.example:{{name}}/', /behind its host alone/],
  ['https://shop.example:1{{name}}/', /behind its host alone/],
  ['https://shop.example?{{name}}', /behind its host alone/],
  ['https://shop.example/?{{name}}=1', /behind its host alone/],
  ['https://shop.example/?a=1&{{name}}', /behind its host alone/],
  ['https://shop.example/#{{name}}', /behind its host alone/],
  ['https://shop.example/{{name}}/../x', /behind its host alone/],
  ['{{name}}://shop.example/', /https URL/],
  ['{{attributes.link}}', /https URL/],
  ['http://shop.example/{{name}}', /https URL/],
  ['javascript:alert({{name}})', /https URL/],
  ['https://{{name}}:x@shop.example/', /behind its host alone/],
  ['https://ana:x@shop.example/{{name}}', /user name/],
  ['https://shop.example/%2{{name}}', /% before a placeholder/],
  ['https://shop.example/?a=%{{name}}', /% before a placeholder/],
  ['https://shop.example/{{surname}}', /not known/],
  ['https://shop.example/{{name', /stands alone/],
  ['https://shop.example/{{name}}\n', /line breaks/],
  [`https://shop.example/{{name}}${'ü'.repeat(400)}`, /2000 characters/],
])('%s is refused', (given, message) => expect(faults(given).join()).toMatch(message));

test('a button takes such an address, and its title takes no placeholder', () => {
  const url = 'https://shop.example/{{name}}';
  expect(button.parse({ id: 'a', title: 'A', type: 'url', url })).toMatchObject({ url });
});

const fill = (address: string, value: string) => fillAddress(linkAddress.parse(address), () => value);

test.each([
  ['.', 'missing_variable'],
  ['..', 'missing_variable'],
  ['', 'missing_variable'],
  ['x'.repeat(1_980), 'too_long'],
  ['ü'.repeat(400), 'too_long'],
])('with the value %j there is no link: %s', (value, reason) => {
  expect(fill('https://shop.example/{{name}}', value)).toEqual({ reason });
});

test('what seems a step in the path is none where it is a part of one, or of a parameter', () => {
  expect(fill('https://shop.example/a-{{name}}?b={{name}}', '..')).toEqual({ url: 'https://shop.example/a-..?b=..' });
  expect(fill('https://shop.example/.{{name}}/x', '.')).toEqual({ reason: 'missing_variable' });
  expect(fill('https://shop.example/{{name}}', '%2e%2e')).toEqual({ url: 'https://shop.example/%252e%252e' });
});

test('an address of an earlier version that cannot be filled leads nowhere else', () => {
  expect(fillAddress('https://{{name}}.example/', () => '[')).toEqual({ reason: 'missing_variable' });
  expect(fillAddress('https://{{name}}.example/', () => 'evil')).toEqual({ reason: 'missing_variable' });
  expect(startOf('{{attributes.link}}')).toBe('{{attributes.link}}');
});

const ADDRESS = linkAddress.parse(
  'https://shop.example:8443/a/{{name}}/b-{{attributes.x}}.html?p=1&q={{attributes.y}}&r=x{{name}}&q=2#end',
);

test('no value changes where a link leads but for its own place', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom('.', '/', '\\', '?', '&', '=', '#', '%', '2', 'f', 'F', '@', ':', '+', ' ', "'", '\ud800'),
      minLength: 1,
      maxLength: 12,
    }),
  );
  fc.assert(
    fc.property(fc.record({ name: texts, 'attributes.x': texts, 'attributes.y': texts }), (values) => {
      const filled = fillAddress(ADDRESS, ({ path }) => values[path as keyof typeof values]);
      if ('reason' in filled) return values.name === '.' || values.name === '..';
      const url = new URL(filled.url);
      const {
        name,
        'attributes.x': x,
        'attributes.y': y,
      } = Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, value.toWellFormed()]),
      ) as typeof values;
      expect(url.origin).toBe('https://shop.example:8443');
      expect(url.username + url.password).toBe('');
      expect(url.hash).toBe('#end');
      expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', name, `b-${x}.html`]);
      expect([...url.searchParams]).toEqual([
        ['p', '1'],
        ['q', y],
        ['r', `x${name}`],
        ['q', '2'],
      ]);
      return true;
    }),
    { numRuns: 400 },
  );
  expect(placeholders(ADDRESS)).toHaveLength(3);
});
