/** Rows of cells as text in columns, the first one left, the others right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, place) => Math.max(...rows.map((row) => row[place]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, place) => (place ? cell.padStart(widths[place]!) : cell.padEnd(widths[place]!))))
    .map((cells) => `  ${cells.join('  ')}`)
    .join('\n');
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A rate in percent; a dash where there is none. */
export function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`;
}
