import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { csvRecords } from '../../../console/services/csv.ts';
import {
  consentColumn,
  fieldsOf,
  guess,
  guessAll,
  hasNoCountry,
  isShortened,
  numbersHint,
} from '../../../console/services/column-guess.ts';
import { readFile, readingOf } from '../../../console/services/import-file.ts';
import { CUSTOMERS } from '../../../shared/export/export-columns.ts';

const file = (content: string | Uint8Array<ArrayBuffer>) => new File([content], 'people.csv');

describe('a file of people', () => {
  test('is read with its separator, and in UTF-8 or as old programs write', async () => {
    const read = await readFile(file('\ufeffPhone;Name\r\n+1;"A;\nB"\r\n\r\n+2;C\r\n'));
    expect(read).toMatchObject({
      header: ['Phone', 'Name'],
      first: [
        ['+1', 'A;\nB'],
        ['+2', 'C'],
      ],
      rows: [{ length: 2 }, { length: 2 }],
      separator: ';',
      encoding: 'utf-8',
    });
    const old = await readFile(file(Uint8Array.from([...Buffer.from('Phone,Name\n+1,M'), 0xfc, 0x6c])));
    expect(old).toMatchObject({ first: [['+1', 'Mül']], encoding: 'windows-1252' });
  });

  test.each([
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ])('in %s, as spreadsheets write "Unicode Text", is read, and Herald is told so', async (encoding, mark) => {
    const bytes = Buffer.from('Phone\tName\r\n+1\tJos\u00e9\r\n', 'utf16le');
    if (encoding === 'utf-16be') bytes.swap16();
    const read = await readFile(file(Uint8Array.from([...mark, ...bytes])));
    expect(read).toMatchObject({ header: ['Phone', 'Name'], first: [['+1', 'Jos\u00e9']], separator: '\t' });
    expect(readingOf(read, { answer: 'no' })).toMatchObject({ encoding: 'utf-16', separator: 'tab' });
  });

  test('is understood as somebody says, unless a byte order mark says otherwise', async () => {
    const comma = await readFile(file('a;b,c\n1;2,\u00e9\n'), { separator: ',' });
    expect(comma).toMatchObject({ header: ['a;b', 'c'], first: [['1;2', '\u00e9']], separator: ',', isMarked: false });
    const old = await readFile(comma.file, { ...comma, encoding: 'windows-1252' });
    expect(old).toMatchObject({ first: [['1;2', '\u00c3\u00a9']], encoding: 'windows-1252' });
    const wide = file(Uint8Array.from(Buffer.from('a\tb\n1\t2\n', 'utf16le')));
    expect(await readFile(wide, { encoding: 'utf-16' })).toMatchObject({ header: ['a', 'b'], encoding: 'utf-16' });
    const marked = await readFile(file('\ufeffa,b\n1,\u00e9\n'), { encoding: 'windows-1252' });
    expect(marked).toMatchObject({ first: [['1', '\u00e9']], encoding: 'utf-8', isMarked: true });
  });

  test('that is none is refused with what to do', async () => {
    await expect(readFile(file('PK\u0003\u0004'))).rejects.toThrow('Save as, CSV UTF-8');
    await expect(readFile(file('Phone,Name\n'))).rejects.toThrow('no rows');
  });

  test('is sent as it is, with how to read it and what was answered about consent', async () => {
    const given = file('sep=;\r\nPhone;Ok\n+1;Yes\n+2;no\n');
    const read = await readFile(given);
    expect(read.file).toBe(given);
    const how = { separator: 'semicolon', encoding: 'utf-8' };
    expect(readingOf(read, { answer: 'column', column: 'Ok', yes: 'yes, ja,' })).toEqual({
      ...how,
      consent: { answer: 'column', column: 'Ok', yes: ['yes', 'ja'] },
    });
    expect(readingOf(read, { answer: 'yes', source: 'fair', at: '2026-11-03' })).toEqual({
      ...how,
      consent: { answer: 'all', source: 'fair', at: '2026-11-03T00:00:00.000Z' },
    });
    expect(readingOf(read, { answer: 'no' })).toEqual({ ...how, consent: { answer: 'none' } });
  });

  test('is read as it was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', ' ') });
    const rows = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(rows, (given) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = given.map((cells) => cells.map(quoted).join(','));
        expect([...csvRecords(lines.join('\n'), ',')]).toEqual(given);
      }),
    );
  });
});

test.each([
  ['Phone Number', 'phone_number'],
  ['First_Name', 'auto'],
  ['full name', 'name'],
  ['Accepts SMS Marketing', 'none'],
  ['Grösse', 'detail'],
  ['Phone 1 - Label', 'none'],
  ['Phone 1 - Type', 'none'],
  ['Phone 1 - Value', 'phone_number'],
])('a column %j is taken for %s', (name, field) => {
  expect(guess(name)).toBe(field);
});

test('of several columns of numbers the first with numbers in it is taken, and one of mobile numbers before others', () => {
  const phones = (header: readonly string[], ...first: readonly (readonly string[])[]) => {
    const choices = guessAll(header, first);
    return header.filter((name) => choices[name] === 'phone_number');
  };
  expect(phones(['Phone 1 - Value', 'Phone 2 - Value'], ['', '+49 151 123'], ['', '0151 234'])).toEqual([
    'Phone 2 - Value',
  ]);
  expect(phones(['Phone Number', 'Mobile Phone Number'], ['030 123456', '0151 234567'])).toEqual([
    'Mobile Phone Number',
  ]);
  expect(phones(['Phone Number', 'Mobile Phone Number'], ['030 123456', ''])).toEqual(['Phone Number']);
  expect(phones(['Phone', 'Mobile'], ['', ''])).toEqual(['Mobile']);
  expect(guessAll(['Mobile', 'Phone'], [])).toEqual({ Mobile: 'phone_number', Phone: 'none' });
});

test('an export of Herald is what it was, and so is what somebody added to it', () => {
  const header = Object.keys(CUSTOMERS);
  const { phone_number, name, tags, id, attributes, suppressed_at, consent, Note } = guessAll([...header, 'Note'], []);
  expect({ phone_number, name, tags, consent }).toEqual({
    ...{ phone_number: 'phone_number', name: 'name', tags: 'tags', consent: 'export' },
  });
  expect(new Set([id, attributes, suppressed_at, Note])).toEqual(new Set(['export']));
  expect(fieldsOf(header).map(([field]) => field)).toContain('export');
  expect(fieldsOf(['Mobile', 'id', 'attributes']).map(([field]) => field)).not.toContain('export');
  expect(guessAll(['phone_number', 'id'], [])).toMatchObject({ id: 'detail' });
});

test('where several columns hold numbers it is said which is taken, and that another can be', () => {
  const header = ['Mobile', 'Phone', 'Name'];
  const guessed = guessAll(header, []);
  expect(numbersHint(header, guessed)).toBe(
    'The numbers of “Mobile” are taken. If those of “Phone” are the right ones, choose Phone number there.',
  );
  expect(numbersHint(header, { ...guessed, Phone: 'phone_number' })).toMatch(/^Of each row, the first number/);
  expect(numbersHint(header, { ...guessed, Phone: 'detail' })).toBeUndefined();
  expect(numbersHint(['Mobile', 'Name'], guessAll(['Mobile', 'Name'], []))).toBeUndefined();
});

test.each([
  ['0151 234567', true],
  ['+49151234567', false],
  ["'+49151234567", false],
  [' \u2019+49151234567', false],
  ["'0151", true],
  ['', false],
])('%j needs a country: %s', (value, expected) => {
  expect(hasNoCountry(value)).toBe(expected);
});

test.each([
  ['4.9E+11', true],
  ['4,91512E+12', true],
  ['+4915112345678', false],
])('%j was shortened by a spreadsheet: %s', (value, expected) => {
  expect(isShortened(value)).toBe(expected);
});

test('the column that says who agreed is found by its name, and no consent to SMS or email is taken for it', () => {
  expect(consentColumn(Object.keys(CUSTOMERS))).toBe('consent');
  expect(consentColumn(['Phone', 'SMS consent', 'Email opt-in', 'WhatsApp opt-in'])).toBe('WhatsApp opt-in');
  expect(consentColumn(['', 'Handy', 'Ja'])).toBeUndefined();
});
