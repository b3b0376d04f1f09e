import { describe, expect, test } from 'vitest';

import { changeCustomer, listCustomers } from '../../../shared/customer/customer.contract.ts';
import { customerGiven } from '../../../shared/customer/draft-customer.ts';
import { parseRequest } from '../../../shared/runtime/parse-request.ts';
import { HeraldError } from '../../../shared/platform/errors.ts';

const NUMBER = '+4915112345678';
const numbered = (count: number, width: number) =>
  Array.from({ length: count }, (_, n) => String(n).padStart(width, 'x'));
const record = (count: number) => Object.fromEntries(numbered(count, 3).map((name) => [name, 1]));

function faults(given: object): string[] {
  return customerGiven.safeParse(given).error?.issues.map(({ path }) => path.join('.')) ?? [];
}

describe('a phone number', () => {
  test.each([
    ['+4915112345678', '+4915112345678'],
    [' +49 (0)151 1234-5678 ', '+4915112345678'],
    ['+1.555.123.4567', '+15551234567'],
    ['+8613812345678', '+8613812345678'],
    ['+80012345678', '+80012345678'],
  ])('%j is %s', (given, number) => {
    expect(customerGiven.parse({ phone_number: given }).phone_number).toBe(number);
  });

  test.each([
    ['no country code', '015112345678'],
    ['no plus', '4915112345678'],
    ['too short for its country', '+4912'],
    ['too long for its country', '+155512345678'],
    ['longer than E.164', '+49151123456789012'],
    ['no such calling code', '+999123456789'],
    ['an extension', '+15551234567 ext 5'],
    ['letters', '+1800FLOWERS'],
    ['more than a number', '+4915112345678abc'],
    ['nothing', ''],
    ['not a string', 4915112345678],
    ['very long', `+1${' '.repeat(100)}5551234567`],
  ])('%s is a fault', (_, phone_number) => {
    expect(faults({ phone_number })).toEqual(['phone_number']);
  });
});

describe('a field at its limit', () => {
  test.each([
    ['name', 'a'.repeat(200), 'a'.repeat(200)],
    ['name', '', null],
    ['name', null, null],
    ['language', 'de', 'de'],
    ['language', 'pt-br', 'pt-BR'],
    ['language', null, null],
    ['timezone', 'Europe/Berlin', 'Europe/Berlin'],
    ['timezone', 'Asia/Kolkata', 'Asia/Kolkata'],
    ['timezone', 'UTC', 'UTC'],
    ['timezone', null, null],
    ['tags', [], []],
    ['tags', ['a'.repeat(64)], ['a'.repeat(64)]],
    ['tags', numbered(50, 2), numbered(50, 2)],
    ['tags', ['vip', ' vip', 'new'], ['vip', 'new']],
    ['attributes', {}, {}],
    ['attributes', { ['k'.repeat(64)]: 'v'.repeat(500) }, { ['k'.repeat(64)]: 'v'.repeat(500) }],
    ['attributes', { a: '', b: 0, c: -1.5, d: false }, { a: '', b: 0, c: -1.5, d: false }],
    ['attributes', { most: Number.MAX_SAFE_INTEGER, least: 1e-130 }, { most: Number.MAX_SAFE_INTEGER, least: 1e-130 }],
    ['attributes', record(50), record(50)],
  ])('%s accepts %j', (field, given, expected) => {
    expect(customerGiven.parse({ phone_number: NUMBER, [field]: given })).toEqual({
      phone_number: NUMBER,
      [field]: expected,
    });
  });

  test.each([
    ['name', 'name', 'a'.repeat(201)],
    ['name', 'name', 7],
    ['language', 'language', 'de_DE'],
    ['language', 'language', 'de-x' + '-abcdefgh'.repeat(4)],
    ['language', 'language', ''],
    ['language', 'language', 'x'],
    ['timezone', 'timezone', '+02:00'],
    ['timezone', 'timezone', 'Europe/Nowhere'],
    ['timezone', 'timezone', ''],
    ['tags', 'tags', numbered(51, 2)],
    ['tags', 'tags.1', ['ok', 'a'.repeat(65)]],
    ['tags', 'tags.0', [' ']],
    ['tags', 'tags', 'vip'],
    ['tags', 'tags', null],
    ['attributes', 'attributes', record(51)],
    ['attributes', `attributes.${'k'.repeat(65)}`, { ['k'.repeat(65)]: 1 }],
    ['attributes', 'attributes.', { '': 1 }],
    ['attributes', 'attributes.a', { a: 'v'.repeat(501) }],
    ['attributes', 'attributes.a', { a: null }],
    ['attributes', 'attributes.a', { a: ['b'] }],
    ['attributes', 'attributes.a', { a: Number.MAX_SAFE_INTEGER * 2 }],
    ['attributes', 'attributes.a', { a: 1e-131 }],
    ['favourite', '', 'blue'],
    ['id', '', 'cus_01J00000000000000000000000'],
  ])('%s is refused with the path %j', (field, path, given) => {
    expect(faults({ phone_number: NUMBER, [field]: given })).toEqual([path]);
  });

  test.each([
    [{ status: 'opted_in', source: 'a'.repeat(64) }, []],
    [{ status: 'opted_out', source: 'web', text: 'a'.repeat(1000), at: '2026-01-31T09:00:00+02:00' }, []],
    [{ status: 'unknown', source: 'web', text: null, at: null }, []],
    [{ status: 'maybe', source: 'web' }, ['consent.status']],
    [{ status: 'opted_in' }, ['consent.source']],
    [{ status: 'opted_in', source: '' }, ['consent.source']],
    [{ status: 'opted_in', source: 'a'.repeat(65) }, ['consent.source']],
    [{ status: 'opted_in', source: 'web', text: 'a'.repeat(1001) }, ['consent.text']],
    [{ status: 'opted_in', source: 'web', at: 'yesterday' }, ['consent.at']],
    [{ status: 'opted_in', source: 'web', at: '0000-01-01T00:00:00Z' }, ['consent.at']],
    [{ status: 'opted_in', source: 'web', note: 'x' }, ['consent']],
  ])('the consent %j is refused with the paths %j', (consent, paths) => {
    expect(faults({ phone_number: NUMBER, consent })).toEqual(paths);
  });

  test('a time with an offset is kept in UTC', () => {
    const consent = { status: 'opted_in', source: 'web', at: '2026-01-31T09:00:00+02:00' };
    expect(customerGiven.parse({ phone_number: NUMBER, consent }).consent?.at).toBe('2026-01-31T07:00:00.000Z');
  });
});

describe('a request', () => {
  const event = (parts: object) =>
    ({ headers: { 'content-type': 'application/json' }, ...parts }) as unknown as Parameters<typeof parseRequest>[0];

  test('is refused with all its faults at once', () => {
    expect(
      faults({ phone_number: '1', name: 1, language: '?', timezone: '?', tags: 1, attributes: 1, consent: 1 }),
    ).toHaveLength(7);
  });

  test('that changes the number is refused with what to do instead', () => {
    const request = event({
      pathParameters: { id: 'cus_1' },
      body: JSON.stringify({ phone_number: NUMBER, name: 'Ana' }),
    });
    const refused = expect.objectContaining({
      faults: [
        { path: 'phone_number', code: 'unknown_field', message: expect.stringContaining('make a new customer') },
      ],
    });
    expect(() => parseRequest(request, changeCustomer, 0)).toThrow(HeraldError);
    expect(() => parseRequest(request, changeCustomer, 0)).toThrow(refused);
  });

  test.each([['+4915112345678'], [' 4915112345678']])('for the list accepts the number %j', (phone_number) => {
    const { query } = parseRequest(event({ queryStringParameters: { phone_number } }), listCustomers, 0);
    expect(query).toMatchObject({ phone_number: '+4915112345678' });
  });
});
