import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { csvLine, withoutMarks } from '../../../shared/platform/csv-line.ts';
import { csvRecords } from '../../../shared/platform/csv.ts';

describe('a line of a CSV file', () => {
  it('quotes what would break it, and ends with both characters of a line break', () => {
    expect(csvLine(['a', 'b,c', 'say "yes"', 'two\nlines', ' x ', null, undefined, true])).toBe(
      'a,"b,c","say ""yes""","two\nlines"," x ",,,true\r\n',
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['\tplain', `"'\tplain"`],
    ['  =1', `'  =1`],
    ['\u200b=1', `'\u200b=1`],
    ['\u202e=1', `'\u202e=1`],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['+4915112345678', "'+4915112345678"],
    ['a;=1+1', `"a;'=1+1"`],
    ['a\n=1+1', `"a\n'=1+1"`],
    ['x\t@y', `"x\t'@y"`],
    ['"=1', `"""=1"`],
    ["'=1", "''=1"],
    ["'\tplain", `"''\tplain"`],
  ])('writes %j so that no spreadsheet runs it', (text, written) => {
    expect(csvLine([text])).toBe(`${written}\r\n`);
  });

  it.each(['a=b', 'a-b', 'ana@example.com', 'Café – 5+5', '3 - 2', 'a, =b'])('leaves %j as it is', (text) => {
    expect(parse(csvLine([text]))).toEqual([[text]]);
  });

  it('writes numbers as numbers, also below zero', () => {
    expect(csvLine([-5, 0, 1.5])).toBe('-5,0,1.5\r\n');
  });

  it('is read as the values that were given, but for apostrophes before what would be a formula', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !one.includes('\0'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (texts) => {
        const read = parse(csvLine(texts))[0]!;
        expect(read.map((one) => one.replaceAll("'", ''))).toEqual(texts.map((one) => one.replaceAll("'", '')));
        for (const one of read) expect(one).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      }),
    );
  });
});

describe('the apostrophes of a file', () => {
  function imported(texts: readonly string[]): unknown {
    const [, row] = csvRecords(`a,b\n${csvLine(texts)}`, ',');
    return row && 'cells' in row ? row.cells.map(withoutMarks) : row;
  }

  it('are taken away again by an import, whatever the text is', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        "'",
        '=',
        '+',
        '-',
        '@',
        '＝',
        ';',
        ',',
        '"',
        ' ',
        '\t',
        '\r',
        '\n',
        '\0',
        '\u200b',
        'a',
        '\ud800',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const text = fc.string({ unit, maxLength: 12 });
    fc.assert(
      fc.property(fc.tuple(text, text), (texts) => {
        expect(imported(texts)).toEqual(texts);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["'tis", "'", "''", "rock 'n' roll", "a '=1", "x'=1", "O'Brien-Smith", "'t is = so"])(
    'are left in %j',
    (text) => {
      expect(withoutMarks(text)).toBe(text);
    },
  );

  it.each([
    ["'+4915112345678", '+4915112345678'],
    ["'=1+1;'@b;c", '=1+1;@b;c'],
    ["''=1", "'=1"],
  ])('are taken away from %j', (cell, text) => {
    expect(withoutMarks(cell)).toBe(text);
  });

  it('are looked for once in a long cell', () => {
    const cell = "'\t".repeat(1_000_000);
    const began = performance.now();
    expect(withoutMarks(cell)).toHaveLength(1_999_999);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
