/** A report's figures as a table for a terminal. */
export function reportTable(
  totals: Readonly<Record<string, number>>,
  rates: Readonly<Record<string, number | null>>,
): string {
  const rows = [
    ...Object.entries(totals).map(([name, count]) => [name, count.toLocaleString('en-US')]),
    ...Object.entries(rates).map(([name, rate]) => [
      name.replaceAll('_', ' '),
      rate === null ? '–' : `${(rate * 100).toFixed(1)} %`,
    ]),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(width)}  ${value.padStart(10)}`).join('\n');
}

/** `[#######·······]  512 of 1,000` */
export function progressBar(done: number, of: number, width = 30): string {
  const filled = of === 0 ? width : Math.round((Math.min(done, of) / of) * width);
  return `[${'#'.repeat(filled)}${'·'.repeat(width - filled)}]  ${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`;
}
