/**
 * Where a spreadsheet would see the beginning of a formula: at the beginning of a cell, and behind what separates cells or lines
 * in a program that was told of another separator than the comma. Signs of full width are formulas in some locales, and what is
 * not seen before a sign may be cut off, as a tab at the beginning may. Apostrophes of the text itself get one more, so that an
 * import can tell them apart.
 */
const FORMULA = /(?<=^|[;\t\r\n])(?=[\s\p{C}']*[=+\-@＝＋－＠])|^(?='*[\t\r])/gu;
/** All that may stand before a formula's sign: an import looks at each character once, in a cell of any length. */
const BEFORE_SIGN = /[\s\p{C}']+/gu;
const SIGN = /^[=+\-@＝＋－＠]/;

export type CsvValue = string | number | boolean | null | undefined;

/**
 * A line of a CSV file (RFC 4180), its line break included. Before what would be a formula stands an apostrophe, also before the
 * + of a phone number: as a number it would lose its +. What is given as a number is written as one, also below zero.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: CsvValue): string {
  const text = typeof value === 'string' ? value.replaceAll(FORMULA, "'") : String(value ?? '');
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a cell as it was before `csvLine` put apostrophes into it; any other apostrophe stays. */
export function withoutMarks(cell: string): string {
  return cell.replaceAll(BEFORE_SIGN, (run: string, at: number) => {
    const isSigned = SIGN.test(cell.charAt(at + run.length));
    if (!isSigned) return at === 0 ? run.replace(/^'(?='*[\t\r])/, '') : run;
    const isBeginning = at === 0 || cell[at - 1] === ';';
    return run.replaceAll(isBeginning ? /(?<=^|[\t\r\n])'/g : /(?<=[\t\r\n])'/g, '');
  });
}
