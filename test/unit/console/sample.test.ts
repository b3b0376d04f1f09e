import { expect, test } from 'vitest';

import { ANA, detailsOf, filledFor, MADE_UP, readersOf } from '../../../console/services/sample.ts';
import { placeholderFaults, placeholders } from '../../../shared/content/placeholder.ts';

const TEXT = 'Hello {{name | default: "friend"}}, your {{attributes.plan}} in {{attributes.city | default: "town"}}.';
const bea = { name: 'Bea', phone_number: '+14155550199', attributes: { plan: 'gold', city: 'Recife' } };
const nameless = { ...bea, name: null, attributes: { city: 'Recife', plan: '' } };

test('a customer reads their own values, then the defaults, and is left out for want of both', () => {
  expect(filledFor(bea, TEXT)).toEqual({ text: 'Hello Bea, your gold in Recife.', missing: [] });
  expect(filledFor(nameless, TEXT)).toEqual({
    text: 'Hello friend, your [plan] in Recife.',
    missing: ['plan'],
  });
});

test('a detail that is missing is named as the list of details names it', () => {
  const unknown = { name: null, phone_number: null, attributes: {} };
  expect(filledFor(unknown, '{{name}} {{phone_number}} {{attributes.city}}').missing).toEqual([
    'Name',
    'Phone number',
    'city',
  ]);
  expect(filledFor(unknown, '{{nam}}').missing).toEqual([]);
});

test('people of one name are told apart by the ends of their numbers, and nobody else’s number is shown', () => {
  const person = (name: string, phone_number: string | null) =>
    ({ id: `cus_${name}0042`, name, phone_number, attributes: {} }) as unknown as Parameters<
      typeof readersOf
    >[0][number];
  const people = [person('Ana', '+14155550199'), person('Bea', '+14155550123'), person('Ana', null)];
  expect(readersOf(people).map(({ called }) => called)).toEqual(['Ana (…0199)', 'Bea', 'Ana (…0042)']);
});

test('that a made-up person lacks an attribute says nothing of customers', () => {
  expect(filledFor(ANA, TEXT)).toEqual({ text: 'Hello Ana, your [plan] in town.', missing: [] });
  expect(filledFor(MADE_UP.at(-1)!, TEXT).missing).toEqual(['plan']);
});

test('the details to insert are those that customers have and a placeholder can name', () => {
  const odd = { ...bea, attributes: { 'First Name': 'B', 'a.b': 1, 'x|y': true, ' blank': 1, city: 'Rome' } };
  const paths = detailsOf([bea, odd]).map(([path]) => path);
  expect(paths).toEqual(['name', 'phone_number', 'attributes.First Name', 'attributes.city', 'attributes.plan']);
  for (const path of paths) {
    expect(placeholderFaults(`Hello {{${path} | default: ""}}, you.`, 'text')).toEqual([]);
    expect(placeholders(`{{${path} | default: "x"}}`)).toMatchObject([{ path, fallback: 'x' }]);
  }
  expect(detailsOf([])).toContainEqual(['attributes.city', 'city']);
});
