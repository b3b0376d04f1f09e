/** What a spreadsheet takes for the beginning of a formula, blanks before it or not. */
const FORMULA = /^\s*[=+\-@\t\r]/;
/** A number, which is no formula whatever its sign. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export type CsvValue = string | number | boolean | null | undefined;

/** A line of a CSV file (RFC 4180), its line break included. Before what would be a formula stands an apostrophe. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: CsvValue): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
