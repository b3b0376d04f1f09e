/** What Herald calls the characters between values. */
export const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;
export type Separator = keyof typeof SEPARATORS;
const MARKS = Object.keys(SEPARATORS) as Separator[];

/** The character between values: the one that is most frequent in the first line. */
export function separatorOf(text: string): Separator {
  const [line = ''] = text.split(/\r?\n/, 1);
  const counts = MARKS.map((mark) => [mark, line.split(mark).length] as const);
  return counts.sort(([, a], [, b]) => b - a)[0]?.[0] ?? ',';
}

/** The records of a CSV file as RFC 4180 has them; empty lines are passed over. */
export function* csvRecords(text: string, separator: string): Generator<readonly string[]> {
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (isQuoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') {
        cell += mark;
        at += 1;
      } else isQuoted = false;
    } else if (mark === '"' && cell === '') isQuoted = true;
    else if (mark === separator || mark === '\n') {
      cells.push(mark === '\n' ? cell.replace(/\r$/, '') : cell);
      cell = '';
      if (mark === '\n') {
        if (cells.some(Boolean)) yield cells;
        cells = [];
      }
    } else cell += mark;
  }
  cells.push(cell);
  if (cells.some(Boolean)) yield cells;
}
