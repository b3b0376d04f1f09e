import { endOfRecords } from '../platform/csv.ts';
import type { Files } from '../platform/files.ts';
import { bytesOf, decode } from './decoding.ts';
import { importFiles, separatorOf, type FileImport } from './import.ts';

/** What is read at once, in bytes: a longer row cannot be read. */
const READ_BYTES = 512 * 1024;
/** No more rows than one step writes in a few seconds. */
const ROWS_AT_ONCE = 1_000;
/**
 * A row is taken when so many characters follow its beginning, or the file ends: more than an export of Herald has with the most and
 * longest attributes. Of a longer one a quoted value with line breaks may be taken for a broken quote.
 */
const ROW_CHARACTERS = 100 * 1024;

interface Place {
  readonly offset?: number | undefined;
  readonly line?: number | undefined;
  readonly header?: number | undefined;
  /** Whether it is within a row that is too long. */
  readonly within?: boolean | undefined;
}

interface Rows {
  /** The header, and after it the rows. */
  readonly text: string;
  /** The line of the file that a line of the text is; below 1 for the header's after the first rows. */
  lineOf(line: number): number;
  /** Whether there are none: a row that is longer than can be read is passed over to the end of its line, however many reads that takes. */
  readonly isPassedOver: boolean;
  readonly next: Required<Place>;
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
  const rows = endOfRecords(text, { records: ROWS_AT_ONCE + 1, before, goesOn: !isEnd }, separator);
  const isPassedOver = place.within === true || rows === header.length;
  const end = isPassedOver ? header.length + endOfLine(rest, isEnd) : rows;
  const taken = rest.slice(0, end - header.length);
  const headerText = header || text.slice(0, endOfRecords(text, { records: 1, before: Infinity }, separator));
  const headerLines = linesOf(headerText);
  const line = place.line ?? 1;
  const isFirst = place.header === undefined;
  return {
    text: text.slice(0, end),
    isPassedOver,
    lineOf: (own) => (isFirst ? own : own <= headerLines ? 0 : own - headerLines + line - 1),
    next: {
      offset: offset + bytesOf(taken, decoding),
      line: line + linesOf(taken),
      header: place.header ?? bytesOf(headerText, decoding),
      within: isPassedOver && !isEnd && !/[\r\n]$/.test(taken),
    },
  };
}

/** Where the first line of a text ends, its line break included; without one, where its last whole character does (of a cut one there are three bytes at most). */
function endOfLine(text: string, isEnd: boolean): number {
  // The second half of a line break may follow elsewhere.
  const found = /\r\n|\n|\r(?!$)/.exec(text);
  if (found) return found.index + found[0].length;
  return isEnd ? text.length : text.replace(/\r?\ufffd{0,3}$/, '').length;
}

function linesOf(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
