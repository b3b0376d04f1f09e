import { describe, expect, test } from 'vitest';

import { readCustomers } from '../../../shared/customer/customer.csv.ts';
import { HeraldError } from '../../../shared/platform/errors.ts';

const header = 'phone_number,name,language,timezone,tags,consent,consent_source,consent_text,consent_at,city';

function codes(text: string): string[] {
  try {
    readCustomers(text);
  } catch (error) {
    if (error instanceof HeraldError) return error.faults.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe('a header', () => {
  test.each([
    ['nothing at all', '', ['missing_column']],
    ['blank lines alone', '\n\n', ['missing_column']],
    ['no phone_number', 'name,city\n', ['missing_column']],
    ['another separator', 'phone_number;name\n', []],
    ['a separator that is none', 'phone_number:name\n', ['missing_column']],
    ['a broken quote', 'phone_number,"name\n', ['missing_column']],
    ['a column without a name', 'phone_number,,name\n', []],
    ['every fault at once', 'name,\ufffd\n', ['missing_column', 'encoding']],
    ['Latin-1 read as UTF-8', 'phone_number,name\n+4915112345678,M\ufffdller\n', ['encoding']],
    ['301 columns', `phone_number${Array.from({ length: 300 }, (_, n) => `,c${n}`).join('')}`, ['too_many_columns']],
    ['a name of 64 characters', `phone_number,${'c'.repeat(64)}\n`, []],
    ['nothing but itself', 'phone_number', []],
    ['a byte order mark and CRLF', '\ufeffphone_number,name\r\n', []],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

describe('a row', () => {
  const only = (row: string) => readCustomers(`${header}\n${row}\n`);

  test('fills every field', () => {
    const row =
      '+49 151 12345678,"Ana, María",pt-br,Europe/Lisbon,vip; new;,opted_in,shop,"I ""agree""",2026-01-31T09:00:00+02:00,Porto';
    expect(only(row)).toEqual({
      rows: [
        {
          line: 2,
          given: {
            phone_number: '+4915112345678',
            name: 'Ana, María',
            language: 'pt-BR',
            timezone: 'Europe/Lisbon',
            tags: ['vip', 'new'],
            consent: { status: 'opted_in', source: 'shop', text: 'I "agree"', at: '2026-01-31T07:00:00.000Z' },
            attributes: { city: 'Porto' },
          },
        },
      ],
      errors: [],
      rejected: 0,
    });
  });

  test('leaves out empty cells, and has the import as the source of its consent', () => {
    expect(only('+4915112345678,,,,,opted_out,,,, ').rows).toEqual([
      { line: 2, given: { phone_number: '+4915112345678', consent: { status: 'opted_out', source: 'import' } } },
    ]);
  });

  test.each([
    ['no number', ',,,,,,,,,', ['phone_number']],
    [
      'every fault',
      '1,,?,?,' + 't'.repeat(65) + `,maybe,${'s'.repeat(65)},${'t'.repeat(1001)},now,${'c'.repeat(501)}`,
      [
        'phone_number',
        'language',
        'timezone',
        'tags',
        'consent',
        'consent_source',
        'consent_text',
        'consent_at',
        'city',
      ].toSorted(),
    ],
    ['a source of no consent', '+4915112345678,,,,,,shop,,,', ['consent']],
    ['too few values', '+4915112345678,Ana', [null]],
    ['too many values', '+4915112345678,,,,,,,,,,', [null]],
    ['a broken quote', '+4915112345678,"Ana"!,,,,,,,,', [null]],
  ])('with %s is rejected with the column', (_, row, columns) => {
    const { errors, rejected } = only(row);
    expect(errors.map(({ column }) => column).toSorted()).toEqual(columns);
    expect(errors.every(({ line, message }) => line === 2 && message.length > 0)).toBe(true);
    expect(rejected).toBe(1);
  });

  test('may have a column of any name that is not reserved', () => {
    const { rows } = readCustomers('phone_number,toString,id\n+4915112345678,a,b\n');
    expect(rows[0]?.given.attributes).toEqual({ toString: 'a', id: 'b' });
    const reserved = readCustomers('phone_number,constructor,__proto__\n+4915112345678,a,b\n');
    expect(reserved.rows[0]?.given).toEqual({ phone_number: '+4915112345678' });
    expect(reserved.errors.map(({ line, column }) => [line, column])).toEqual([
      [1, 'constructor'],
      [1, '__proto__'],
    ]);
  });
});

test.each(['constructor', '__proto__', 'toString', 'c'.repeat(65), 'a\u0007'])(
  'a column that is left out may be called %j, and nothing is said of it',
  (name) => {
    const mapping = Object.fromEntries([[name, null]]);
    const { rows, errors } = readCustomers(`phone_number,${name}\n+4915112345678,a\n`, { mapping });
    expect(rows[0]?.given).toEqual({ phone_number: '+4915112345678' });
    expect(errors).toEqual([]);
  },
);

test('good and bad rows together are at most 5,000', () => {
  const file = (bad: number) => `phone_number\n${'wrong\n'.repeat(bad)}+4915112345678\n`;
  expect(readCustomers(file(4_999))).toMatchObject({ rejected: 4_999, rows: [{ line: 5_001 }] });
  const refused = expect.objectContaining({
    ...{ kind: 'too_large', code: 'import.too_many_rows' },
    message:
      'The file has 5001 rows; one call takes at most 5000 rows and 2 MB. Send the file in parts, or as a whole to /v1/imports.',
  });
  expect(() => readCustomers(file(5_000))).toThrow(refused);
});

describe('a column that cannot be used is passed over and named, and the rest goes in:', () => {
  const row = (header: string, cells: string) => {
    const { rows, errors } = readCustomers(`${header}\n+4915112345678,${cells}\n`);
    return { given: rows[0]?.given, errors: errors.map(({ line, column }) => [line, column]) };
  };
  test.each<[string, string, string, object, unknown[]]>([
    ['a column twice', 'phone_number,city,city', 'Porto,Lisbon', { city: 'Porto' }, [[1, 'city']]],
    ['a name of 65 characters', `phone_number,a,${'c'.repeat(65)}`, 'b,x', { a: 'b' }, [[1, 'c'.repeat(65)]]],
    ['no name and no value', 'phone_number,a,,', 'b,,', { a: 'b' }, []],
    ['no name and a value', 'phone_number,a,', 'b,x', { a: 'b' }, [[1, null]]],
  ])('%s', (_, header, cells, attributes, errors) => {
    expect(row(header, cells)).toEqual({ given: { phone_number: '+4915112345678', attributes }, errors });
  });
});

test('line numbers are those of the file, with quoted line breaks and blank lines counted', () => {
  const text =
    'phone_number,name\r\n+4915112345678,"A\r\nn\r\na"\r\n\r\nwrong,Bo\r\n+4915112345679,"Cy\r\n+4915112345670,"Di"\r\n';
  const { rows, errors } = readCustomers(text);
  expect(errors.map(({ line, column }) => [line, column])).toEqual([
    [6, 'phone_number'],
    [7, null],
  ]);
  expect(rows.map(({ line }) => line)).toEqual([2, 8]);
});
