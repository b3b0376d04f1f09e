import { expect, test } from 'vitest';

import type { ColumnMapping } from '../../../shared/customer/csv-columns.ts';
import { readCustomers } from '../../../shared/customer/customer.csv.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { CUSTOMERS } from '../../../shared/export/export-columns.ts';
import { headOf, lineOf } from '../../../shared/export/export-lines.ts';
import { zonedTime } from '../../../shared/platform/zoned-time.ts';
import { customerOf } from '../fixtures.ts';

const AT = '2026-11-01T12:00:00.000Z';
/** With a value in each column that an export has. */
const FULL = {
  ...{ tags: ['vip', 'gold'], attributes: { city: 'Porto', orders: 5, member: true, note: '=1+1' } },
  consent: { status: 'opted_in', source: 'shop', text: 'Yes, write to me', at: AT },
  ...{ imported_at: AT, last_inbound_at: AT, last_tapped_at: AT, whatsapp_user_id: 'DE.1', username: 'ana' },
  ...{ same_as: 'cus_other', suppressed: { code: '63024', at: AT } },
} satisfies Partial<Customer>;

const fileOf = (customer: Customer) =>
  headOf('csv', Object.keys(CUSTOMERS)) + lineOf('csv', CUSTOMERS, customer, zonedTime('Europe/Berlin'));
const imported = (text: string, mapping?: ColumnMapping) => readCustomers(text.replace('\ufeff', ''), { mapping });

test('what an export has of a person comes back as it was, and what nobody can write stays out', () => {
  const customer = customerOf(FULL);
  const file = fileOf(customer);
  expect(file).not.toContain(',,');
  const { phone_number, name, language, timezone, tags, attributes } = customer;
  expect(imported(file)).toEqual({
    rows: [
      {
        line: 2,
        given: { phone_number, name, language, timezone, tags, attributes, consent: FULL.consent },
      },
    ],
    ...{ errors: [], rejected: 0 },
  });
});

test('a mapping says otherwise of a single column', () => {
  const file = fileOf(customerOf({ ...FULL, id: 'cus_1' }));
  const { rows } = imported(file, { id: 'attributes.herald_id', attributes: null });
  expect(rows[0]?.given.attributes).toEqual({ herald_id: 'cus_1' });
});

test.each(['city: Porto', '["city"]', '{"city":"a\\u0000"}', '{"__proto__":"x"}'])(
  'attributes that no export writes are left out and named: %s',
  (cell) => {
    const text = `id,phone_number,attributes,consent_at\ncus_1,+4915112345678,"${cell.replaceAll('"', '""')}",\n`;
    const { rows, errors, rejected } = imported(text);
    expect(rows).toEqual([{ line: 2, given: { phone_number: '+4915112345678' } }]);
    expect(errors).toMatchObject([{ line: 2, column: 'attributes', message: expect.stringContaining('left out') }]);
    expect(rejected).toBe(0);
  },
);

const LONG = 'x'.repeat(501);

test.each<[string, object, string]>([
  ['no scalar value', { rest: null }, '“rest”,'],
  ['parts', { rest: { of: 'it' } }, '“rest”,'],
  ['a text that is too long', { rest: LONG }, '“rest”,'],
  ['no name', { '': 'x' }, '“”,'],
  ['a name that is too long', { [LONG]: 'x' }, `“${LONG.slice(0, 64)}”,`],
  ['five of them', { a: [], b: [], c: [], d: [], e: [] }, '“a”, “b”, “c” and 2 more,'],
])('an attribute with %s costs nobody the row or the other attributes', (_, wrong, named) => {
  const cell = JSON.stringify({ city: 'Porto', ...wrong }).replaceAll('"', '""');
  const text = `id,phone_number,attributes,consent_at\ncus_1,+4915112345678,"${cell}",\n`;
  const { rows, errors, rejected } = imported(text);
  expect(rows).toEqual([{ line: 2, given: { phone_number: '+4915112345678', attributes: { city: 'Porto' } } }]);
  expect(errors).toMatchObject([
    { line: 2, column: 'attributes', message: expect.stringContaining(`${named} left out`) },
  ]);
  expect(rejected).toBe(0);
});

test.each(['Porto, PT', '* star', 'a ::: b'])('a tag comes back as it was: %s', (tag) => {
  const tags = [tag, 'vip'];
  expect(imported(fileOf(customerOf({ tags }))).rows[0]?.given.tags).toEqual(tags);
});

test('the list of another program keeps its columns, whatever they are called', () => {
  const text = 'id,phone_number,attributes,created_at\n17,+4915112345678,blue,2026\n';
  expect(imported(text).rows[0]?.given.attributes).toEqual({ id: '17', attributes: 'blue', created_at: '2026' });
});
