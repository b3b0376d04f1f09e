/** A record and the line it begins on (from 1), or why that line cannot be read. */
export type CsvRecord = {
  readonly line: number;
  /** Where it begins in the text, and where what follows it does. */
  readonly start: number;
  readonly end: number;
} & ({ readonly cells: readonly string[] } | { readonly fault: string });

const BLANKS = /[ \t]*/y;
/** No two adjacent parts match the same character: backtracking would take quadratic time over a long run of them. */
const QUOTED = /"([^"]*(?:""[^"]*)*)"[ \t]*/y;
const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];
/** A plain value, without blanks before it. */
const PLAIN: Readonly<Record<Separator, RegExp>> = {
  ',': /[^",\r\n]*/y,
  ';': /[^";\r\n]*/y,
  '\t': /[^"\t\r\n]*/y,
};
const LINE_BREAK = /\r\n|\n|\r/g;
/** What spreadsheets write above the header to name the separator. */
const NAMED_SEPARATOR = /^sep=([,;\t])(?:\r\n|\n|\r|$)/i;

/**
 * The records of a CSV text (RFC 4180; skips a byte order mark and blank lines), read in one pass. Unless the caller knows the
 * separator, it is the one that a first line `sep=;` names, else the one of comma, semicolon and tab that the first line has most of. A broken quote
 * loses only the first line of its record: reading continues on the next one. csv-parse would drop the rest of the file, and
 * counts lines wrongly after blank ones, so it is not used.
 */
export function* csvRecords(text: string, given?: Separator): Generator<CsvRecord> {
  let line = 1;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  const named = NAMED_SEPARATOR.exec(text.slice(start, start + 7));
  const separator = given ?? ((named?.[1] ?? mostFrequent(text.slice(start, endOfLine(text, start)))) as Separator);
  if (named) {
    line += 1;
    start += named[0].length;
  }
  while (start < text.length) {
    const record = recordAt(text, start, separator);
    const end = record?.end ?? endOfLine(text, start);
    if (!record)
      yield {
        ...{ line, start, end },
        fault:
          'has a quote that is not closed, or one inside a value: quote the whole value and double the quotes in it',
      };
    else if (record.cells.length > 1 || record.cells[0] !== '') yield { line, start, end, cells: record.cells };
    line += text.slice(start, end).match(LINE_BREAK)?.length ?? 0;
    start = end;
  }
}

/**
 * Where the first records of a text end, those that begin before a place: with all of them, where the text does. Of a text that goes
 * on elsewhere, what reaches its end is no whole record; the first one always counts.
 */
export function endOfRecords(
  text: string,
  most: { readonly records: number; readonly before: number; readonly goesOn?: boolean },
  separator?: Separator,
): number {
  let [records, end] = [0, 0];
  for (const record of csvRecords(text, separator)) {
    const isCut = most.goesOn && records > 0 && record.end === text.length;
    if (records === most.records || record.start >= most.before || isCut) return end;
    records += 1;
    end = record.end;
  }
  return text.length;
}

/** @returns undefined for a record with a broken quote */
function recordAt(text: string, start: number, separator: Separator): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  for (let at = start; at <= text.length; at += 1) {
    if (separator !== '\t') at = matchAt(BLANKS, text, at).end;
    const isQuoted = text[at] === '"';
    const value = matchAt(isQuoted ? QUOTED : PLAIN[separator], text, at);
    if (value.found === undefined) return undefined;
    cells.push(isQuoted ? (value.found[1] ?? '').replaceAll('""', '"') : value.found[0].trimEnd());
    at = value.end;
    if (text[at] !== separator) {
      const isEnd = at === text.length || text[at] === '\n' || text[at] === '\r';
      return isEnd ? { cells, end: endOfLine(text, at) } : undefined;
    }
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const found = pattern.exec(text) ?? undefined;
  return { found, end: found ? pattern.lastIndex : at };
}

function endOfLine(text: string, start: number): number {
  LINE_BREAK.lastIndex = start;
  return LINE_BREAK.exec(text) ? LINE_BREAK.lastIndex : text.length;
}

function mostFrequent(line: string): Separator {
  const unquoted = line.replaceAll(/"[^"]*("|$)/g, '');
  const counts = SEPARATORS.map((separator) => unquoted.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}
