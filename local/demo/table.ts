import { columns, count, percent } from './columns.ts';

/** A report's figures as a table for a terminal. */
export function reportTable(
  totals: Readonly<Record<string, number>>,
  rates: Readonly<Record<string, number | null>>,
): string {
  return columns([
    ...Object.entries(totals).map(([name, value]) => [name, count(value)]),
    ...Object.entries(rates).map(([name, rate]) => [name.replaceAll('_', ' '), percent(rate)]),
  ]);
}

/** `[#######·······]  512 of 1,000` */
export function progressBar(done: number, of: number, width = 30): string {
  const filled = of === 0 ? width : Math.round((Math.min(done, of) / of) * width);
  return `[${'#'.repeat(filled)}${'·'.repeat(width - filled)}]  ${count(done)} of ${count(of)}`;
}
