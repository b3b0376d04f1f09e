import type { Schemas } from '../../client/src/client.ts';
import { csvRecords, separatorOf, SEPARATORS, type Separator } from './csv.ts';

/** What is read in the browser: all of it, to say how many rows there are and what their numbers lack. */
export const MAX_BYTES = 50_000_000;
const MAX_SHOWN = 3;

export const ENCODINGS = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Windows-1252'],
  ['utf-16', 'UTF-16'],
] as const;
type Encoding = (typeof ENCODINGS)[number][0];

/** How a file is to be understood, where somebody says. */
export type Reading = Partial<Pick<ReadFile, 'separator' | 'encoding'>>;

export interface ReadFile {
  readonly name: string;
  readonly header: readonly string[];
  /** The first rows. */
  readonly first: readonly (readonly string[])[];
  /** All of them. */
  readonly rows: readonly (readonly string[])[];
  readonly separator: Separator;
  readonly encoding: Encoding;
  /** Whether it says itself how it is written: then nobody else can. */
  readonly isMarked: boolean;
  /** As it was chosen. */
  readonly file: File;
}

export type Consent =
  | { readonly answer: 'yes'; readonly source: string; readonly at: string }
  | { readonly answer: 'column'; readonly column: string; readonly yes: string }
  | { readonly answer: 'no' };

export type Mapping = NonNullable<Schemas['ImportDraft']['mapping']>;

/** @throws Error that says what to do about a file that is no CSV */
export async function readFile(file: File, how: Reading = {}): Promise<ReadFile> {
  if (file.size > MAX_BYTES) throw new Error('The file has more than 50 MB: import it in parts, or by the API.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error('This is an .xlsx. In Excel: Save as, CSV UTF-8.');
  const mark = markOf(bytes);
  const encoding = mark ?? how.encoding ?? encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes).replace(/^sep=.\r?\n/, '');
  const separator = how.separator ?? separatorOf(text);
  const [header, ...rows] = csvRecords(text, separator);
  if (!header || rows.length === 0) throw new Error('There are no rows in it. The first line names the columns.');
  return {
    name: file.name,
    header: header.map((name) => name.trim()),
    first: rows.slice(0, MAX_SHOWN),
    rows,
    separator,
    encoding: encoding.replace(/.e$/, '') as Encoding,
    isMarked: mark !== undefined,
    file,
  };
}

/** What a byte order mark says; it counts before what anybody says. */
function markOf(bytes: Uint8Array): string | undefined {
  const start = bytes.slice(0, 3).join();
  if (start.startsWith('255,254')) return 'utf-16le';
  if (start.startsWith('254,255')) return 'utf-16be';
  return start === '239,187,191' ? 'utf-8' : undefined;
}

/** Old programs write Windows-1252: what is no UTF-8 is taken for that. */
function encodingOf(bytes: Uint8Array): Encoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** How Herald is to read the file, which is sent as it is, and what was answered about consent. */
export function readingOf({ separator, encoding }: ReadFile, consent: Consent) {
  return { separator: SEPARATORS[separator], encoding, consent: consentOf(consent) };
}

function consentOf(consent: Consent): NonNullable<Schemas['ImportDraft']['consent']> {
  if (consent.answer === 'no') return { answer: 'none' };
  if (consent.answer === 'yes')
    return { answer: 'all', source: consent.source, at: new Date(consent.at).toISOString() };
  const yes = consent.yes.split(',').map((word) => word.trim());
  return { answer: 'column', column: consent.column, yes: yes.filter(Boolean) };
}
