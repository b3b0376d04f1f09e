type Matrix = readonly (readonly number[])[];

/** Below this a pivot is nothing but rounding. */
const TINY = 1e-12;

/** The inverse of a small square matrix, by Gauss and Jordan with pivots; undefined when it has none. */
export function inverse(matrix: Matrix): number[][] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row, n) => [...row, ...matrix.map((_, column) => (column === n ? 1 : 0))]);
  for (let column = 0; column < size; column += 1) {
    const at = (row: number) => Math.abs(rows[row]?.[column] ?? 0);
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) if (at(row) > at(pivot)) pivot = row;
    if (!(at(pivot) > TINY)) return undefined;
    const [lifted, lowered] = [rows[pivot] ?? [], rows[column] ?? []];
    const scaled = lifted.map((value) => value / (lifted[column] ?? 1));
    rows[pivot] = lowered;
    rows[column] = scaled;
    for (let row = 0; row < size; row += 1) {
      const own = rows[row] ?? [];
      const factor = own[column] ?? 0;
      if (row !== column && factor !== 0) rows[row] = own.map((value, n) => value - factor * (scaled[n] ?? 0));
    }
  }
  return rows.map((row) => row.slice(size));
}

export function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, n) => sum + value * (vector[n] ?? 0), 0));
}
