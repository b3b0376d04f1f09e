import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { csvLine, csvRecords } from '../../../console/services/csv.ts';
import { guess, isShortened } from '../../../console/services/column-guess.ts';
import { fileToSend, mappingWith, readFile } from '../../../console/services/import-file.ts';

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
      rows: 2,
      separator: ';',
    });
    const old = await readFile(file(Uint8Array.from([...Buffer.from('Phone,Name\n+1,M'), 0xfc, 0x6c])));
    expect(old.first).toEqual([['+1', 'Mül']]);
  });

  test('that is none is refused with what to do', async () => {
    await expect(readFile(file('PK\u0003\u0004'))).rejects.toThrow('Save as, CSV UTF-8');
    await expect(readFile(file('Phone,Name\n'))).rejects.toThrow('no rows');
  });

  test('carries the answer about consent in each row', async () => {
    const read = await readFile(file('Phone;Ok\n+1;Yes\n+2;no\n+3\n'));
    const column = { answer: 'column', column: 'Ok', yes: 'yes, 1' } as const;
    expect((await fileToSend(read, column).text()).split('\n')).toEqual([
      'Phone,Ok,Herald consent,Herald consent source,Herald consent at',
      '+1,Yes,opted_in,import: Ok,',
      '+2,no,,,',
      '+3,,,,',
    ]);
    const all = await fileToSend(read, { answer: 'yes', source: 'form, "new"', at: '2026-11-03' }).text();
    expect(all.split('\n')[3]).toBe('+3,,opted_in,"form, ""new""",2026-11-03T00:00:00.000Z');
    expect(await fileToSend(read, { answer: 'no' }).text()).toBe('Phone,Ok\n+1,Yes\n+2,no\n+3');
  });

  test('says what its added columns are', () => {
    expect(mappingWith({ Phone: 'phone_number' }, { answer: 'no' })).toEqual({ Phone: 'phone_number' });
    expect(mappingWith({}, { answer: 'yes', source: 'x', at: '2026-11-03' })).toEqual({
      'Herald consent': 'consent',
      'Herald consent source': 'consent_source',
      'Herald consent at': 'consent_at',
    });
  });

  test('comes back as it was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', ' ') });
    const rows = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(rows, (given) => {
        expect([...csvRecords(given.map(csvLine).join('\n'), ',')]).toEqual(given);
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
])('a column %j is taken for %s', (name, field) => {
  expect(guess(name)).toBe(field);
});

test.each([
  ['4.9E+11', true],
  ['4,91512E+12', true],
  ['+4915112345678', false],
])('%j was shortened by a spreadsheet: %s', (value, expected) => {
  expect(isShortened(value)).toBe(expected);
});
