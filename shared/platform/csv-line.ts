/**
 * Where a spreadsheet would see the beginning of a formula: at the beginning of a cell, and behind what separates cells or lines
 * in a program that was told of another separator than the comma. Signs of full width are formulas in some locales, and what is
 * not seen before a sign may be cut off.
 */
const FORMULA = /(?<=^|[;\t\r\n])(?=[\s\p{C}]*[=+\-@＝＋－＠])/gu;
/** What a spreadsheet may cut off, and see what follows. */
const CUT_OFF = /^[\t\r]/;

export type CsvValue = string | number | boolean | null | undefined;

/**
 * A line of a CSV file (RFC 4180), its line break included. Before what would be a formula stands an apostrophe, also before the
 * + of a phone number: as a number it would lose its +. What is given as a number is written as one, also below zero.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: CsvValue): string {
  const text = typeof value === 'string' ? withoutFormulas(value) : String(value ?? '');
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function withoutFormulas(text: string): string {
  const safe = text.replaceAll(FORMULA, "'");
  return CUT_OFF.test(safe) ? `'${safe}` : safe;
}
