/** Rows of cells as text in columns, the first aligned left, the others right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, index) => (index ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!))))
    .map((cells) => `  ${cells.join('  ')}`)
    .join('\n');
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A rate in percent, or a dash when there is none. */
export function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`;
}
