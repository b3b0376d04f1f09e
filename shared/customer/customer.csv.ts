import * as z from 'zod';

import { csvRecords, type Separator } from '../platform/csv.ts';
import { withoutMarks } from '../platform/csv-line.ts';
import { HeraldError } from '../platform/errors.ts';
import { parsedJson } from '../platform/json.ts';
import { storableFaults, textFault } from '../platform/storable.ts';
import { COLUMNS, type Column, type ColumnMapping } from './csv-columns.ts';
import type { CsvError } from './csv-error.ts';
import { readHeader, type CsvHeader } from './csv-header.ts';
import { customerFields, MAX_ATTRIBUTE_NAME, MAX_ATTRIBUTE_TEXT } from './customer-fields.ts';
import type { CustomerGiven } from './draft-customer.ts';
import { consentOfRow, saidOfAll, type ImportConsent } from './import-consent.ts';
import { readNumber } from './phone-number.ts';

/** What one call writes within the route's time, and a spreadsheet's worth of people. */
const MAX_ROWS = 5000;
export const MAX_BYTES = 2_000_000;
export const MAX_ERRORS = 1000;

export interface CsvRow {
  readonly line: number;
  readonly given: CustomerGiven;
}

export interface CsvFile {
  readonly rows: readonly CsvRow[];
  /** The first errors: MAX_ERRORS, or a few more. */
  readonly errors: readonly CsvError[];
  /** Rows that were not read. A row whose only fault is an attribute is read without it. */
  readonly rejected: number;
}

export interface CsvOptions {
  readonly mapping?: ColumnMapping | undefined;
  /** ISO 3166 alpha-2 of numbers without a country code. */
  readonly default_country?: string | undefined;
  /** By the file's columns, unless given. */
  readonly consent?: ImportConsent | undefined;
  /** By the file itself, unless given. */
  readonly separator?: Separator | undefined;
  /** Whether each row opts its number out, and says nothing else. */
  readonly optOut?: boolean;
}

/** How many attributes that are left out a mistake names. */
const MAX_NAMED = 3;

type Mistake = Omit<CsvError, 'line'>;

/**
 * Reads customers from CSV: the valid rows, and the errors of the others. An empty cell leaves the customer's field as it
 * is.
 * @throws HeraldError 400 when the header names no column of numbers, 413 when there are too many rows
 */
export function readCustomers(text: string, options: CsvOptions = {}): CsvFile {
  const { mapping, consent, separator } = options;
  const records = csvRecords(text, separator);
  const first = records.next();
  const cells = first.done || 'fault' in first.value ? [] : first.value.cells;
  const header = readHeader(cells, { line: first.done ? 1 : first.value.line, text, mapping, consent });

  const rows: CsvRow[] = [];
  const errors = [...header.errors];
  const lost = new Set<number>();
  let rejected = 0;
  for (const record of records) {
    const { line } = record;
    if (rows.length + rejected === MAX_ROWS) throw tooManyRows(text, separator);
    const read =
      'fault' in record ? broken(null, record.fault) : readRow(header, record.cells.map(withoutMarks), options);
    if ('cells' in record) for (const place of header.unnamed) if (record.cells[place]?.trim()) lost.add(place);
    if (errors.length < MAX_ERRORS) errors.push(...read.mistakes.map((mistake) => ({ line, ...mistake })));
    if (read.given) rows.push({ line, given: read.given });
    else rejected += 1;
  }
  const unnamed = [...lost].map((place) => ({
    ...{ line: 1, column: null },
    message: `Column ${place + 1} has values and no name: it was left out.`,
  }));
  return { rows, errors: [...unnamed, ...errors], rejected };
}

function tooManyRows(text: string, separator: Separator | undefined): HeraldError {
  let records = -1;
  for (const _ of csvRecords(text, separator)) records += 1;
  const limit = `one call takes at most ${MAX_ROWS} rows and ${MAX_BYTES / 1e6} MB`;
  const remedy = 'Send the file in parts, or as a whole to /v1/imports.';
  return new HeraldError('too_large', 'import.too_many_rows', `The file has ${records} rows; ${limit}. ${remedy}`);
}

interface ReadRow {
  /** Undefined for a row that cannot be read. */
  readonly given?: CustomerGiven | undefined;
  readonly mistakes: readonly Mistake[];
}

const EMPTY = 'is empty: every row needs a number';
const rowGiven = z.strictObject({ ...customerFields, phone_number: z.string(EMPTY) });

function broken(column: string | null, message: string): ReadRow {
  return { mistakes: [{ column, message }] };
}

function readRow(
  header: CsvHeader,
  cells: readonly string[],
  { default_country, consent, optOut }: CsvOptions,
): ReadRow {
  const { names } = header;
  if (cells.length !== names.length) {
    return broken(null, `has ${cells.length} values where the header has ${names.length} columns`);
  }
  if (cells.every((cell, place) => cell.trim() === names[place])) return broken(null, 'repeats the header');
  const valueAt = (column: Column) => header.known[column]?.map((place) => cells[place]?.trim()).find(Boolean);

  const number = valueAt('phone_number');
  const read = number === undefined ? undefined : readNumber(number, default_country);
  // What else it says may be anything: nobody must miss their opt-out for it.
  if (optOut && read && 'number' in read) return { given: { phone_number: read.number }, mistakes: [] };
  if (optOut) return broken(columnOf(header, ['phone_number']), read && 'fault' in read ? read.fault : EMPTY);
  const { attributes, mistakes } = attributesOf(header, cells);
  const unstorable = textMistakes(header, cells);
  const parsed = rowGiven.safeParse({
    ...fieldsOf(valueAt, nameOf(header, cells), header.isExport),
    ...present({ consent: consentOfRow(ownConsent(valueAt), consent, cells[header.consentPlace ?? -1]) }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    phone_number: read && ('number' in read ? read.number : ''),
  });
  const all = [
    ...(read && 'fault' in read ? [{ column: columnOf(header, ['phone_number']), message: read.fault }] : []),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ column: columnOf(header, path), message })),
    ...unstorable,
    ...mistakes,
  ];
  if (unstorable.length > 0 || !parsed.success || !read || !('number' in read)) return { mistakes: all };
  const stated = saidOfAll(parsed.data.consent, consent);
  return { given: { ...parsed.data, ...(stated && { consent: stated }) }, mistakes: all };
}

/** What the API takes nowhere, in the cells that would be stored; a number has rules of its own. */
function textMistakes({ known, nameParts, attributes, names }: CsvHeader, cells: readonly string[]): Mistake[] {
  const texts = Object.entries(known).flatMap(([column, places]) => (column === 'phone_number' ? [] : places));
  const places = [...texts, ...nameParts, ...attributes.keys()];
  return places.flatMap((place) => {
    const message = textFault(cells[place]?.trim() ?? '');
    return message === undefined ? [] : [{ column: names[place] ?? null, message }];
  });
}

/** The customer's fields besides number, consent and attributes, as the columns have them. */
function fieldsOf(
  valueAt: (column: Column) => string | undefined,
  name: string | undefined,
  isExport: boolean,
): object {
  const tags = valueAt('tags');
  return present({
    name: valueAt('name') ?? name,
    language: valueAt('language')?.replaceAll('_', '-'),
    timezone: valueAt('timezone'),
    tags: tags && splitTags(tags, isExport),
  });
}

function ownConsent(valueAt: (column: Column) => string | undefined) {
  const status = valueAt('consent')
    ?.toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  const [source, text, at] = [valueAt('consent_source'), valueAt('consent_text'), valueAt('consent_at')];
  return { status, source, text, at };
}

/** Google puts ` ::: ` between labels, and `* ` before its own. An export puts `;` between tags, which may hold all that is another's sign. */
function splitTags(cell: string, isExport: boolean): string[] {
  const tags = isExport ? cell.split(';') : cell.split(/[;,]|:::/).map((tag) => tag.trim().replace(/^\* /, ''));
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
}

function nameOf({ nameParts }: CsvHeader, cells: readonly string[]): string | undefined {
  const parts = nameParts.map((place) => cells[place]?.trim()).filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** A value that is too long for an attribute is left out and named: the rest of the row is worth having. */
function attributesOf(header: CsvHeader, cells: readonly string[]) {
  const exported = exportedAttributes(header, cells);
  const attributes: Record<string, unknown> = { ...exported.attributes };
  const mistakes: Mistake[] = [...exported.mistakes];
  for (const [place, name] of header.attributes) {
    const value = cells[place]?.trim();
    if (!value) continue;
    if (value.length <= MAX_ATTRIBUTE_TEXT) attributes[name] = value;
    else {
      const message = `has ${value.length} characters, and an attribute at most ${MAX_ATTRIBUTE_TEXT}: it was left out`;
      mistakes.push({ column: header.names[place] ?? null, message });
    }
  }
  return { attributes, mistakes };
}

/** What an export has written of a person's attributes. One that was changed into none is left out and named, as of a column. */
function exportedAttributes({ allAttributes, names }: CsvHeader, cells: readonly string[]) {
  const cell = allAttributes === undefined ? '' : (cells[allAttributes]?.trim() ?? '');
  const column = names[allAttributes ?? -1] ?? null;
  const given = parsedJson(cell);
  const { data } = z.record(z.string(), z.unknown()).safeParse(given);
  if (cell === '') return { attributes: {}, mistakes: [] };
  if (!data || storableFaults(given).length > 0) {
    const message = 'is not what an export writes ({"city":"Porto"}), so it was left out';
    return { attributes: {}, mistakes: [{ column, message }] };
  }
  const isAttribute = ([name, value]: [string, unknown]) =>
    customerFields.attributes.safeParse({ [name]: value }).success;
  const { kept = [], left = [] } = Object.groupBy(Object.entries(data), (one) => (isAttribute(one) ? 'kept' : 'left'));
  const named = left.slice(0, MAX_NAMED).map(([name]) => `“${name.slice(0, MAX_ATTRIBUTE_NAME)}”`);
  const more = left.length > MAX_NAMED ? ` and ${left.length - MAX_NAMED} more` : '';
  const message = `holds ${named.join(', ')}${more}, left out: an attribute has a name of at most ${MAX_ATTRIBUTE_NAME} characters, and is a text of at most ${MAX_ATTRIBUTE_TEXT}, a number, true or false`;
  return { attributes: Object.fromEntries(kept), mistakes: left.length > 0 ? [{ column, message }] : [] };
}

function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}

/** The file's name of the column that fills a field. */
function columnOf({ known, names }: CsvHeader, [field, part]: readonly PropertyKey[]): string | null {
  if (field === 'attributes') return part === undefined ? null : String(part);
  const columns = Object.entries(COLUMNS) as [Column, readonly [string, string?]][];
  const column = columns.find(([, [name, inner]]) => name === field && (!inner || inner === part))?.[0];
  const place = column && known[column]?.[0];
  return (place === undefined ? undefined : names[place]) ?? column ?? null;
}
