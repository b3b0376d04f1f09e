import type * as z from 'zod';

import { csvRecords } from '../platform/csv.ts';
import { invalid, type Fault } from '../platform/errors.ts';
import { MAX_ATTRIBUTE_NAME } from './customer-fields.ts';
import { customerGiven, type CustomerGiven } from './draft-customer.ts';

/** The customer's field for each known column. Every other column is an attribute. */
const COLUMNS: Readonly<Record<string, readonly [keyof CustomerGiven, string?]>> = {
  phone_number: ['phone_number'],
  name: ['name'],
  language: ['language'],
  timezone: ['timezone'],
  tags: ['tags'],
  consent: ['consent', 'status'],
  consent_source: ['consent', 'source'],
  consent_text: ['consent', 'text'],
  consent_at: ['consent', 'at'],
};

/** More than the columns above and 50 attributes need, and few enough to report every fault of a header. */
const MAX_COLUMNS = 100;
/** What fits into the route's 29 s: a new on-demand table accepts some 700 new customers a second, at 6 write units each. */
const MAX_ROWS = 15_000;
export const MAX_ERRORS = 1000;

export interface CsvRow {
  readonly line: number;
  readonly given: CustomerGiven;
}

/** `column` is the header's name for it; null when the fault is in the row as a whole. */
export interface CsvError {
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

export interface CsvFile {
  readonly rows: readonly CsvRow[];
  /** The first errors: MAX_ERRORS, or a few more. */
  readonly errors: readonly CsvError[];
  /** Rows with at least one error. */
  readonly rejected: number;
}

/**
 * Reads customers from CSV: the valid rows, and the errors of the others. An empty cell leaves the customer's field as it
 * is.
 * @throws HeraldError 400 when the header is missing or wrong, or there are too many rows
 */
export function readCustomers(text: string): CsvFile {
  const records = csvRecords(text);
  const first = records.next();
  const header = readHeader(first.done || 'fault' in first.value ? [] : first.value.cells, text);

  const rows: CsvRow[] = [];
  const errors: CsvError[] = [];
  let rejected = 0;
  for (const record of records) {
    const { line } = record;
    if (rows.length + rejected === MAX_ROWS) {
      throw invalid([
        { path: '', code: 'too_many_rows', message: `A file has at most ${MAX_ROWS} rows; send it in parts.` },
      ]);
    }
    const read = 'fault' in record ? [{ column: null, message: record.fault }] : readRow(header, record.cells);
    if (Array.isArray(read)) {
      rejected += 1;
      if (errors.length < MAX_ERRORS) errors.push(...read.map((fault) => ({ line, ...fault })));
    } else rows.push({ line, given: read });
  }
  return { rows, errors, rejected };
}

function readHeader(header: readonly string[], text: string): readonly string[] {
  const faults: Fault[] = [];
  const fault = (path: string, code: string, message: string) => faults.push({ path, code, message });
  if (!header.includes('phone_number')) {
    fault(
      'phone_number',
      'missing_column',
      'The first line must name the columns, separated by commas; one must be phone_number.',
    );
  }
  if (text.includes('\ufffd')) fault('', 'encoding', 'The file is not UTF-8; save it as CSV UTF-8.');
  if (header.length > MAX_COLUMNS) fault('', 'too_many_columns', `A file has at most ${MAX_COLUMNS} columns.`);
  for (const [index, name] of header.slice(0, MAX_COLUMNS).entries()) {
    if (name === '') fault('', 'unnamed_column', `Column ${index + 1} has no name.`);
    else if (name === 'constructor' || name === '__proto__')
      fault(name, 'reserved', 'This name cannot be used; choose another.');
    else if (header.indexOf(name) < index) fault(name, 'duplicate_column', 'There are two columns of this name.');
    if (name.length > MAX_ATTRIBUTE_NAME)
      fault(name, 'too_big', `A column's name has at most ${MAX_ATTRIBUTE_NAME} characters.`);
  }
  if (faults.length > 0) throw invalid(faults);
  return header;
}

function readRow(header: readonly string[], cells: readonly string[]): CustomerGiven | Omit<CsvError, 'line'>[] {
  if (cells.length !== header.length) {
    return [{ column: null, message: `has ${cells.length} values where the header has ${header.length} columns` }];
  }
  const parsed = customerGiven.safeParse(rawCustomer(header, cells));
  return parsed.success
    ? parsed.data
    : parsed.error.issues.map((issue) => ({ column: columnOf(issue), message: issue.message }));
}

function rawCustomer(header: readonly string[], cells: readonly string[]): object {
  const raw: Record<string, unknown> = {};
  const attributes: [string, string][] = [];
  const consent: Record<string, string> = {};
  for (const [index, name] of header.entries()) {
    const cell = cells[index]?.trim();
    if (!cell) continue;
    const [field, part] = (Object.hasOwn(COLUMNS, name) && COLUMNS[name]) || [];
    if (!field) attributes.push([name, cell]);
    else if (part) consent[part] = cell;
    else raw[field] = field === 'tags' ? cell.split(';').filter((tag) => tag.trim() !== '') : cell;
  }
  return {
    ...raw,
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(Object.keys(consent).length > 0 && { consent: { source: 'import', ...consent } }),
  };
}

function columnOf({ path: [field, part] }: z.core.$ZodIssue): string | null {
  if (field === 'attributes') return part === undefined ? null : String(part);
  const column = Object.entries(COLUMNS).find(([, [name, inner]]) => name === field && (!inner || inner === part));
  return column?.[0] ?? null;
}
