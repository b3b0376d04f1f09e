import type { Schemas } from '../../client/src/client.ts';
import { csvLine, csvRecords, separatorOf } from './csv.ts';

/** What is read in the browser: all of it, since consent is written into each row. */
export const MAX_BYTES = 50_000_000;
const MAX_SHOWN = 3;

export interface ReadFile {
  readonly name: string;
  readonly header: readonly string[];
  /** The first rows. */
  readonly first: readonly (readonly string[])[];
  readonly rows: number;
  readonly separator: string;
  readonly text: string;
}

export type Consent =
  | { readonly answer: 'yes'; readonly source: string; readonly at: string }
  | { readonly answer: 'column'; readonly column: string; readonly yes: string }
  | { readonly answer: 'no' };

export type Mapping = NonNullable<Schemas['ImportDraft']['mapping']>;

/** @throws Error that says what to do about a file that is no CSV */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > MAX_BYTES) throw new Error('The file has more than 50 MB: import it in parts, or by the API.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error('This is an .xlsx. In Excel: Save as, CSV UTF-8.');
  const text = decode(bytes)
    .replace(/^\ufeff/, '')
    .replace(/^sep=.\r?\n/, '');
  const separator = separatorOf(text);
  const [header, ...rows] = csvRecords(text, separator);
  if (!header || rows.length === 0) throw new Error('There are no rows in it. The first line names the columns.');
  return {
    name: file.name,
    header: header.map((name) => name.trim()),
    first: rows.slice(0, MAX_SHOWN),
    rows: rows.length,
    separator,
    text,
  };
}

/** Old programs write Windows-1252: what is no UTF-8 is taken for that. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const ADDED = { consent: 'Herald consent', consent_source: 'Herald consent source', consent_at: 'Herald consent at' };

/** The file as it is sent: UTF-8, commas, and the answer about consent in columns of its own. */
export function fileToSend({ text, separator }: ReadFile, consent: Consent): Blob {
  const [header = [], ...rows] = csvRecords(text, separator);
  if (consent.answer === 'no') return blob([header, ...rows]);
  const column = consent.answer === 'column' ? header.findIndex((name) => name.trim() === consent.column) : -1;
  const words = consent.answer === 'column' ? consent.yes.split(',').map((word) => word.trim().toLowerCase()) : [];
  const cells = (row: readonly string[]): readonly string[] => {
    if (consent.answer === 'yes') return ['opted_in', consent.source, new Date(consent.at).toISOString()];
    return words.includes((row[column] ?? '').trim().toLowerCase())
      ? ['opted_in', `import: ${consent.column}`, '']
      : ['', '', ''];
  };
  const width = header.length;
  const padded = (row: readonly string[]) => Array.from({ length: width }, (_, place) => row[place] ?? '');
  return blob([[...header, ...Object.values(ADDED)], ...rows.map((row) => [...padded(row), ...cells(row)])]);
}

function blob(rows: readonly (readonly string[])[]): Blob {
  return new Blob([rows.map(csvLine).join('\n')], { type: 'text/csv' });
}

/** The mapping together with the columns that the answer about consent added. */
export function mappingWith(mapping: Mapping, consent: Consent): Mapping {
  if (consent.answer === 'no') return mapping;
  return { ...mapping, ...Object.fromEntries(Object.entries(ADDED).map(([field, name]) => [name, field])) };
}
