import * as z from 'zod';

/** The names by which `TextDecoder` knows the encodings of a file [WHATWG Encoding]. */
export const decoding = z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']);
export type Decoding = z.infer<typeof decoding>;

/** The beginning of a text that says how it is written [Unicode 16, 2.6]. */
const MARKS: readonly (readonly [Decoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** How a file is read: by its byte order mark, else as it was said. @param given utf-16 without a mark is little-endian, as Windows writes it */
export function decodingOf(bytes: Uint8Array, given: 'utf-8' | 'windows-1252' | 'utf-16' = 'utf-8'): Decoding {
  const marked = MARKS.find(([, mark]) => mark.every((byte, place) => bytes[place] === byte));
  return marked?.[0] ?? (given === 'utf-16' ? 'utf-16le' : given);
}

/** The text of some bytes, its byte order mark included, so that `bytesOf` counts them all. */
export function decode(bytes: Uint8Array | undefined, as: Decoding): string {
  return new TextDecoder(as, { ignoreBOM: true }).decode(bytes);
}

/** How many bytes a text has, of which each character could be read. */
export function bytesOf(text: string, as: Decoding): number {
  if (as === 'utf-8') return new TextEncoder().encode(text).length;
  return as === 'windows-1252' ? text.length : text.length * 2;
}
