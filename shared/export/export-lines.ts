import { csvLine, type CsvValue } from '../platform/csv-line.ts';
import type { zonedTime } from '../platform/zoned-time.ts';
import type { Cell, Columns } from './export-columns.ts';
import type { FileExport } from './export.ts';

/** Excel takes a file without it for one in the machine's old encoding. */
const BYTE_ORDER_MARK = '\ufeff';

/** What stands before the first row. */
export function headOf(format: FileExport['format'], columns: readonly string[]): string {
  return format === 'csv' ? BYTE_ORDER_MARK + csvLine(columns) : '';
}

/** A row's line, its line break included. */
export function lineOf<Row>(
  format: FileExport['format'],
  columns: Columns<Row>,
  row: Row,
  zoned: ReturnType<typeof zonedTime>,
): string {
  const time = (at: string | null | undefined) => (at ? zoned(at) : null);
  const cells = Object.entries(columns).map(([name, cell]) => [name, cell(row, time) ?? null] as const);
  if (format === 'jsonl') return `${JSON.stringify(Object.fromEntries(cells))}\n`;
  return csvLine(cells.map(([, cell]) => csvValueOf(cell)));
}

/** A list of texts as an import takes it; everything else that has parts as JSON, unless it has none. */
function csvValueOf(cell: Cell): CsvValue {
  if (typeof cell !== 'object' || cell === null) return cell;
  if (Object.keys(cell).length === 0) return '';
  const isTexts = Array.isArray(cell) && cell.every((one) => typeof one === 'string');
  return isTexts ? cell.join(';') : JSON.stringify(cell);
}
