import { describe, expect, test } from 'vitest';

import { matches } from '../../../shared/campaign/audience.ts';
import { fill, placeholderFaults, placeholders } from '../../../shared/content/placeholder.ts';
import { readCustomers, type CsvOptions } from '../../../shared/customer/customer.csv.ts';
import { csvLine } from '../../../shared/platform/csv-line.ts';

const NUMBER = '+4915112345678';
const read = (text: string, options?: CsvOptions) => readCustomers(text, options);
const givenOf = (text: string, options?: CsvOptions) => read(text, options).rows.map(({ given }) => given);
const numberOf = (cell: string, options?: CsvOptions) => givenOf(`phone_number\n"${cell}"`, options)[0]?.phone_number;

describe('a number', () => {
  test.each([
    ['that a spreadsheet calculated with', '+4915112345678.0', NUMBER],
    ['behind a spreadsheet’s apostrophe', "'+4915112345678", NUMBER],
    ['with dots between its pairs', '+33.6.12.34.56.00', '+33612345600'],
    ['of Mexico, with its 1', '+52 1 55 1234 5601', '+5215512345601'],
  ])('%s is taken as it was meant', (_, cell, number) => {
    expect(numberOf(cell)).toBe(number);
  });

  test.each([
    ['a range of extensions', '+49 30 123456/57'],
    ['a range behind a dash', '+43 1 58858-12/13'],
    ['two numbers', '+4915112345678, +4915112345679'],
    ['a spreadsheet’s rounding', '4.91511E+12'],
    ['one without a country', '0151 12345678'],
    ['one with 00', '0049 151 12345678'],
  ])('%s is refused by line', (_, cell) => {
    expect(read(`phone_number\n"${cell}"`)).toMatchObject({
      ...{ rows: [], rejected: 1 },
      errors: [{ line: 2, column: 'phone_number' }],
    });
  });

  test.each([
    ['0151 12345678', NUMBER],
    ['0049 151 12345678', NUMBER],
    ['15112345678', NUMBER],
    ['(0151) 123 456 78', NUMBER],
    [NUMBER, NUMBER],
    ['+1 555 123 4567', '+15551234567'],
    // It may have lost its +, or not.
    ['4915112345678', undefined],
  ])('%s of the default country DE is %s', (cell, number) => {
    expect(numberOf(cell, { default_country: 'DE' })).toBe(number);
  });

  test('that is empty is named as that', () => {
    expect(read('phone_number,name\n,Ana').errors).toEqual([
      { line: 2, column: 'phone_number', message: 'is empty: every row needs a number' },
    ]);
  });
});

test('a line of an export gives the same texts when it is imported', () => {
  const texts = { name: '=Ana', tags: ['-10 %', '@vip', "'tis"], city: '+Porto', note: "'=1" };
  const line = csvLine([NUMBER, texts.name, texts.tags.join(';'), texts.city, texts.note]);
  expect(givenOf(`phone_number,name,tags,city,note\n${line}`)).toEqual([
    {
      ...{ phone_number: NUMBER, name: texts.name, tags: texts.tags },
      attributes: { city: texts.city, note: texts.note },
    },
  ]);
});

test('of a list of people who want nothing, only the number of a row counts', () => {
  const text = `phone_number,name,language,consent\n${NUMBER},"A\0na",English,gone\nwrong,Ben,de,\n,Cem,de,\n`;
  expect(read(text, { optOut: true })).toEqual({
    ...{ rows: [{ line: 2, given: { phone_number: NUMBER } }], rejected: 2 },
    errors: [
      { line: 3, column: 'phone_number', message: expect.any(String) },
      { line: 4, column: 'phone_number', message: 'is empty: every row needs a number' },
    ],
  });
});

describe('a cell with what the API takes nowhere', () => {
  const SHOWN = 'must hold no control characters but tabs and line breaks, and none that turn the direction of text';

  test.each([
    ['a NUL in a name', 'name', 'A\0na', SHOWN],
    ['a turn of direction in a name', 'name', 'Ana\u202Egnp', SHOWN],
    ['a control character in a tag', 'tags', 'vip;n\u0085w', SHOWN],
    ['one in a language', 'language', 'de\u0007', SHOWN],
    ['one in an attribute', 'Home town', 'Por\u001bto', SHOWN],
    ['one in a first name', 'First Name', 'A\u2066na', SHOWN],
    ['one in the words of a consent', 'consent_text', 'I\u0001agree', SHOWN],
    ['half a character', 'name', 'Ana\ud83d', 'must be well-formed Unicode'],
  ])('%s rejects its row alone, and names the column', (_, column, cell, message) => {
    const text = `phone_number,${column}\n+4915112345679,"${cell}"\n${NUMBER},\n`;
    expect(read(text)).toEqual({
      ...{ rows: [{ line: 3, given: { phone_number: NUMBER } }], rejected: 1 },
      errors: expect.arrayContaining([{ line: 2, column, message }]),
    });
  });

  test('is passed over where its column is, and as the name of a column', () => {
    const given = [{ phone_number: NUMBER, name: 'Ana' }];
    expect(givenOf(`phone_number,name,note\n${NUMBER},Ana,"a\0b"`, { mapping: { note: null } })).toEqual(given);
    const { rows, errors } = read(`phone_number,name,no\u202ete\n${NUMBER},Ana,x`);
    expect(rows.map((row) => row.given)).toEqual(given);
    expect(errors).toMatchObject([{ line: 1, column: 'no\u202ete' }]);
  });

  test('may hold tabs and line breaks', () => {
    expect(givenOf(`phone_number,note\n${NUMBER},"a\tb\nc"`)).toMatchObject([{ attributes: { note: 'a\tb\nc' } }]);
  });
});

describe('a header', () => {
  test('is read in any case, with blanks, dashes or underscores', () => {
    const given = { phone_number: NUMBER, name: 'Ana', tags: ['vip'], consent: { status: 'opted_out' } };
    expect(givenOf(`phone_number,Name,Tags,Consent\n${NUMBER},Ana,vip,opted_out`)).toMatchObject([given]);
    expect(givenOf(`Phone Number,NAME,TAGS,Con-Sent\n${NUMBER},Ana,vip,Opted Out`)).toMatchObject([given]);
  });

  test.each<[string, string, string, object]>([
    [
      'Shopify',
      'First Name,Last Name,Email,Accepts SMS Marketing,Default Address Phone,Phone,Total Orders,Tags',
      `Ana,Silva,ana@shop.example,yes,,${NUMBER},5,"VIP, Lead"`,
      { name: 'Ana Silva', tags: ['VIP', 'Lead'] },
    ],
    [
      'Shopify, with the address’s number alone',
      'First Name,Last Name,Default Address Phone,Phone,Tags',
      `Ana,Silva,${NUMBER},,`,
      { name: 'Ana Silva' },
    ],
    [
      'HubSpot',
      'Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Preferred language',
      `1,Ana,Silva,+49 30 1234567,${NUMBER},pt_BR`,
      { name: 'Ana Silva', language: 'pt-BR' },
    ],
    [
      'Mailchimp',
      'Email Address,First Name,Last Name,Address,Phone Number,LANGUAGE,TAGS',
      `ana@shop.example,Ana,Silva,,${NUMBER},pt,"""VIP"",""Lead"""`,
      { name: 'Ana Silva', language: 'pt' },
    ],
    [
      'Google',
      'First Name,Middle Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value',
      `Ana,,Silva,* myContacts ::: friends,Mobile,${NUMBER}`,
      { name: 'Ana Silva', tags: ['myContacts', 'friends'] },
    ],
  ])('of %s is understood', (_, header, row, given) => {
    const read = givenOf(`${header}\n${row}`);
    // The number of the field that is most likely a mobile's.
    expect(read).toMatchObject([{ phone_number: NUMBER, ...given }]);
  });

  test('is what a mapping says, and what it maps to nothing is left out', () => {
    const mapping = { Ring: 'phone_number', Kunde: 'name', 'First name': 'attributes.first', Secret: null } as const;
    const text = `Phone,Ring,Kunde,First name,Secret\n1,${NUMBER},Ana,A,x`;
    expect(givenOf(text, { mapping })).toEqual([
      { phone_number: NUMBER, name: 'Ana', attributes: { Phone: '1', first: 'A' } },
    ]);
    expect(() => read(text, { mapping: { Rong: 'name' } })).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ path: 'mapping.Rong' }) as unknown],
      }),
    );
  });

  test('with unnamed empty columns loses nothing', () => {
    expect(read(`phone_number,name,,\n${NUMBER},Ana,,`)).toMatchObject({
      rows: [{ given: { name: 'Ana' } }],
      errors: [],
    });
  });

  test.each([
    ['sep=;', `sep=;\nphone_number;name\n${NUMBER};"Ana; B"`],
    ['no line, but semicolons', `phone_number;name\r\n${NUMBER};"Ana; B"`],
    ['tabs', `phone_number\tname\n${NUMBER}\tAna; B`],
  ])('with %s is read', (_, text) => {
    expect(givenOf(text)).toEqual([{ phone_number: NUMBER, name: 'Ana; B' }]);
  });

  test('that comes again among the rows is named, and the rest goes in', () => {
    expect(read(`phone_number,name\n${NUMBER},Ana\nphone_number,name\n`)).toMatchObject({
      ...{ rows: [{ line: 2 }], rejected: 1 },
      errors: [{ line: 3, column: null, message: 'repeats the header' }],
    });
  });
});

test.each([
  ['pt_BR', 'pt-BR', []],
  ['de', 'de', []],
  ['English', undefined, ['language']],
  ['Deutsch', undefined, ['language']],
])('the language %s is read as %s, or refused by line', (cell, language, columns) => {
  const { rows, errors } = read(`phone_number,language\n${NUMBER},${cell}`);
  expect([rows[0]?.given.language, errors.map(({ column }) => column)]).toEqual([language, columns]);
});

test('tags are separated by semicolons and by commas', () => {
  expect(givenOf(`phone_number,tags\n${NUMBER},"VIP, Lead;new"`)[0]?.tags).toEqual(['VIP', 'Lead', 'new']);
});

test('a note that is too long for an attribute is named and left out, and the row goes in', () => {
  const { rows, errors, rejected } = read(`phone_number,name,note\n${NUMBER},Ana,${'x'.repeat(5000)}`);
  expect([rows[0]?.given, rejected]).toEqual([{ phone_number: NUMBER, name: 'Ana' }, 0]);
  expect(errors).toEqual([{ line: 2, column: 'note', message: expect.stringContaining('5000 characters') as unknown }]);
});

test('orders of 5 in a file meet the criterion 5', () => {
  const [given] = givenOf(`phone_number,orders\n${NUMBER},5`);
  const customer = { id: 'cus_1', tags: [], language: null, country: 'DE', attributes: given?.attributes ?? {} };
  expect(matches({ attributes: { orders: 5 } }, customer)).toBe(true);
  expect(matches({ attributes: { orders: [4, 5] } }, customer)).toBe(true);
  expect(matches({ attributes: { orders: 50 } }, customer)).toBe(false);
});

test('columns like First Name and Größe can be named by placeholders', () => {
  const [given] = givenOf(`phone_number,First Name,Größe\n${NUMBER},Ana,M`);
  const text = '{{attributes.First Name}}, {{attributes.Größe}}';
  expect(placeholderFaults(text, 'message_content')).toEqual([]);
  const values = { name: null, phone_number: NUMBER, attributes: given?.attributes ?? {} };
  expect(fill(placeholders(text), values).values).toEqual(['Ana', 'M']);
});
