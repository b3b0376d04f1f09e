import { invalid, type Fault } from '../platform/errors.ts';
import { RESERVED_NAMES, textFault } from '../platform/storable.ts';
import { columnsOf, plainName, type ColumnMapping, type Columns } from './csv-columns.ts';
import type { CsvError } from './csv-error.ts';
import { MAX_ATTRIBUTE_NAME } from './customer-fields.ts';
import { placeOfConsent, type ImportConsent } from './import-consent.ts';

/** More than exports have, and few enough to report every fault of a header. */
const MAX_COLUMNS = 300;

export interface CsvHeader extends Columns {
  readonly names: readonly string[];
  /** Places of columns without a name. */
  readonly unnamed: readonly number[];
  /** Of the column that says who agreed, if one does. */
  readonly consentPlace?: number | undefined;
  /** Columns that are passed over, and why. */
  readonly errors: readonly CsvError[];
}

interface HeaderContext {
  readonly line: number;
  readonly text: string;
  readonly mapping: ColumnMapping | undefined;
  readonly consent?: ImportConsent | undefined;
}

/**
 * Reads a header. A column that cannot be used is passed over and named; without a column of numbers, nothing can be.
 * @throws HeraldError 400 when no column has the numbers, or the file is no CSV in UTF-8
 */
export function readHeader(cells: readonly string[], { line, text, mapping, consent }: HeaderContext): CsvHeader {
  const names = cells.map((name) => name.trim());
  const errors: CsvError[] = [];
  const mapped = Object.entries(mapping ?? {});
  const leftOut = new Set(mapped.flatMap(([name, target]) => (target === null ? [plainName(name)] : [])));
  const usable = names.slice(0, MAX_COLUMNS).map((name, place) => {
    const message = unusable(names, place);
    // A column that nobody wants may have any name. By one that it may have, an export is known, wanted or not.
    if (message && !leftOut.has(plainName(name))) errors.push({ line, column: name, message });
    return message || name === '' ? undefined : name;
  });
  const columns = columnsOf(usable, mapping);
  const consentPlace = placeOfConsent(names, consent);
  const faults = [...faultsOf(names, columns, text, mapping), ...consentFaults(consentPlace)];
  if (faults.length > 0) throw invalid(faults);
  return {
    ...withoutWords(columns, consentPlace),
    consentPlace,
    names,
    unnamed: names.flatMap((name, place) => (name === '' ? [place] : [])),
    errors,
  };
}

/** A column with words that mean yes is none with a consent's status, whatever it is called. */
function withoutWords(columns: Columns, place: number | undefined): Columns {
  const { consent = [], ...known } = columns.known;
  return place !== undefined && consent.includes(place) ? { ...columns, known } : columns;
}

function consentFaults(place: number | undefined): readonly Fault[] {
  const message = 'The file has no column of this name.';
  return place === -1 ? [{ path: 'consent.column', code: 'missing_column', message }] : [];
}

function unusable(names: readonly string[], place: number): string | undefined {
  const name = names[place] ?? '';
  if (name === '') return undefined;
  if (textFault(name) !== undefined)
    return 'is a name with characters that cannot be shown, so the column was left out; rename it';
  if (RESERVED_NAMES.has(name)) return 'is a name that cannot be used, so the column was left out; rename it';
  if (names.indexOf(name) < place) return 'is the name of two columns, of which the first one was used';
  if (name.length > MAX_ATTRIBUTE_NAME)
    return `has a name of more than ${MAX_ATTRIBUTE_NAME} characters, so the column was left out; rename it`;
  return undefined;
}

function faultsOf(
  names: readonly string[],
  { known }: Columns,
  text: string,
  mapping: ColumnMapping = {},
): readonly Fault[] {
  const faults: Fault[] = [];
  const fault = (path: string, code: string, message: string) => faults.push({ path, code, message });
  if (!known.phone_number) {
    const first = names.slice(0, 10).map((name) => name.slice(0, 40));
    const seen = first.some((name) => name !== '') ? ` The columns here are ${first.join(' | ')}.` : '';
    const remedy =
      'The first line must name the columns, separated by commas, semicolons or tabs; one must be phone_number.';
    fault('phone_number', 'missing_column', `${remedy}${seen} A mapping can name another column.`);
  }
  if (text.includes('\ufffd'))
    fault(
      '',
      'encoding',
      'The file is not UTF-8; save it as CSV UTF-8, or import it by /v1/imports, which takes its `encoding`.',
    );
  if (names.length > MAX_COLUMNS) fault('', 'too_many_columns', `A file has at most ${MAX_COLUMNS} columns.`);
  const plain = new Set(names.map(plainName));
  for (const name of Object.keys(mapping)) {
    if (!plain.has(plainName(name))) fault(`mapping.${name}`, 'missing_column', 'The file has no column of this name.');
  }
  return faults;
}
