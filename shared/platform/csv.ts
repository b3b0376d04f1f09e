/** A record and the line it begins on (from 1), or why that line cannot be read. */
export type CsvRecord =
  { readonly line: number; readonly cells: readonly string[] } | { readonly line: number; readonly fault: string };

/** A quoted or a plain value, and the comma, line break or end after it. */
const VALUE = /[ \t]*(?:"([^"]*(?:""[^"]*)*)"[ \t]*|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * The records of a CSV text (RFC 4180; skips a byte order mark and blank lines). A broken quote loses only the first line of
 * its record: reading continues on the next one. csv-parse would drop the rest of the file, and counts lines wrongly after
 * blank ones, so it is not used.
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let line = 1;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const record = recordAt(text, start);
    const end = record?.end ?? endOfLine(text, start);
    if (!record)
      yield {
        line,
        fault:
          'has a quote that is not closed, or one inside a value: quote the whole value and double the quotes in it',
      };
    else if (record.cells.length > 1 || record.cells[0] !== '') yield { line, cells: record.cells };
    line += text.slice(start, end).match(LINE_BREAK)?.length ?? 0;
    start = end;
  }
}

function recordAt(text: string, start: number): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  VALUE.lastIndex = start;
  for (let found = VALUE.exec(text); found; found = VALUE.exec(text)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2]?.trimEnd() ?? '');
    if (found[3] !== ',') return { cells, end: VALUE.lastIndex };
  }
  return undefined;
}

function endOfLine(text: string, start: number): number {
  LINE_BREAK.lastIndex = start;
  return LINE_BREAK.exec(text) ? LINE_BREAK.lastIndex : text.length;
}
