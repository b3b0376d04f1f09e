import { endOfRecords } from '../platform/csv.ts';
import type { Files } from '../platform/files.ts';
import { bytesOf, decode } from './decoding.ts';
import { importFiles, separatorOf, type FileImport } from './import.ts';

/** What is read at once, in bytes. */
const READ_BYTES = 192 * 1024;
/** No more rows than one step writes in a few seconds. */
const ROWS_AT_ONCE = 1_000;
/** Characters that a row has at most: a row is taken when so many follow its beginning, or the file ends. */
const ROW_CHARACTERS = 32 * 1024;

interface Place {
  readonly offset?: number | undefined;
  readonly line?: number | undefined;
  readonly header?: number | undefined;
}

interface Rows {
  /** The header, and after it the rows. */
  readonly text: string;
  /** The line of the file that a line of the text is; below 1 for the header's after the first rows. */
  lineOf(line: number): number;
  readonly next: { readonly offset: number; readonly line: number; readonly header: number };
}

/**
 * The next rows of a file, whole ones, under the file's header.
 * @returns undefined when the file is gone, or is another one
 */
export async function readRows(found: FileImport, place: Place, files: Pick<Files, 'read'>): Promise<Rows | undefined> {
  const key = importFiles(found).upload;
  const etag = found.etag ?? '';
  const read = (start: number, length: number) => files.read(key, { start, length, etag });
  const { decoding = 'utf-8' } = found;
  const separator = separatorOf(found);
  const header = place.header === undefined ? '' : decode((await read(0, place.header))?.bytes, decoding);
  const offset = place.offset ?? 0;
  const part = await read(offset, READ_BYTES);
  if (!part) return undefined;

  const rest = decode(part.bytes, decoding);
  const text = header + rest;
  const isEnd = offset + part.bytes.length >= part.size;
  const before = isEnd ? Infinity : text.length - ROW_CHARACTERS;
  const end = endOfRecords(text, { records: ROWS_AT_ONCE + 1, before }, separator);
  const taken = rest.slice(0, end - header.length);
  const headerText = header || text.slice(0, endOfRecords(text, { records: 1, before: Infinity }, separator));
  const headerLines = linesOf(headerText);
  const line = place.line ?? 1;
  const isFirst = place.header === undefined;
  return {
    text: text.slice(0, end),
    lineOf: (own) => (isFirst ? own : own <= headerLines ? 0 : own - headerLines + line - 1),
    next: {
      offset: offset + bytesOf(taken, decoding),
      line: line + linesOf(taken),
      header: place.header ?? bytesOf(headerText, decoding),
    },
  };
}

function linesOf(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
