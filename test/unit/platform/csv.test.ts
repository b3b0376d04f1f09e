import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { csvRecords } from '../../../shared/platform/csv.ts';

const read = (text: string) =>
  [...csvRecords(text)].map((record) => [record.line, 'fault' in record ? 'fault' : record.cells]);

test.each([
  ['nothing', '', []],
  ['blank lines alone', '\n \r\n\n', []],
  [
    'no line break at the end',
    'a,b\n1,2',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'a byte order mark',
    '\ufeffa\n1\n',
    [
      [1, ['a']],
      [2, ['1']],
    ],
  ],
  [
    'every kind of line break',
    'a\r\nb\nc\rd',
    [
      [1, ['a']],
      [2, ['b']],
      [3, ['c']],
      [4, ['d']],
    ],
  ],
  [
    'blank lines between',
    'a\n\n\nb\n',
    [
      [1, ['a']],
      [4, ['b']],
    ],
  ],
  [
    'empty values',
    ',\n"",',
    [
      [1, ['', '']],
      [2, ['', '']],
    ],
  ],
  ['blanks around values', ' a , "b" \n', [[1, ['a', 'b']]]],
  ['blanks inside quotes', '" a ",b', [[1, [' a ', 'b']]]],
  ['commas and quotes in quotes', '"a,""b""",c', [[1, ['a,"b"', 'c']]]],
  [
    'line breaks in quotes',
    'a,"x\r\ny\nz"\nb,c',
    [
      [1, ['a', 'x\r\ny\nz']],
      [4, ['b', 'c']],
    ],
  ],
  [
    'a quote after the value began',
    'a\n5" pipe,1\nb',
    [
      [1, ['a']],
      [2, 'fault'],
      [3, ['b']],
    ],
  ],
  [
    'text after a closed quote',
    'a\n"b"c,1\nd',
    [
      [1, ['a']],
      [2, 'fault'],
      [3, ['d']],
    ],
  ],
  [
    'a quote never closed',
    'a\n"b,1\nc,2\nd,3',
    [
      [1, ['a']],
      [2, 'fault'],
      [3, ['c', '2']],
      [4, ['d', '3']],
    ],
  ],
  [
    'one that the next quote seems to close',
    'a\n1,"b\nc,2\n3,"d"\ne',
    [
      [1, ['a']],
      [2, 'fault'],
      [3, ['c', '2']],
      [4, ['3', 'd']],
      [5, ['e']],
    ],
  ],
])('%s', (_, text, records) => {
  expect(read(text)).toEqual(records);
});

test('any values are read as csv-parse reads them, and as they were written', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', '\n', '\r\n'), maxLength: 6 });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
      const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',') + end).join('');
      const cells = [...csvRecords(text)].map((record) => ('fault' in record ? record.fault : record.cells));
      expect(cells).toEqual(rows);
      expect(cells).toEqual(parse(text, { record_delimiter: end }));
    }),
  );
});

test('any text is read to its end, with lines in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') }), (text) => {
      const lines = [...csvRecords(text)].map(({ line }) => line);
      expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      expect(new Set(lines).size).toBe(lines.length);
    }),
  );
});

test('5 MB with a quote on every line are read in one pass', () => {
  expect(read('"a,1\n""b,2\n'.repeat(450_000))).toHaveLength(900_000);
});

// Read in quadratic time, the first of these would take an hour.
test.each([
  ['blanks and a quote', `${' '.repeat(2_000_000)}"`],
  ['blanks, a quoted value and a letter', `"a"${' '.repeat(2_000_000)}b`],
  ['tabs and a quote', `${'\t'.repeat(2_000_000)}"`],
  ['an open quote and pairs of quotes', `"${'""'.repeat(1_000_000)}`],
  ['quotes that open and close at each line', `"\n${'x","\n'.repeat(400_000)}`],
])('2 MB of %s are read in one pass', (_, text) => {
  expect(read(`a,b\n${text}`).at(0)).toEqual([1, ['a', 'b']]);
});
