import { createHash } from 'node:crypto';

import { encodeTime, ulidToUUID, uuidToULID } from 'ulid';

import type { IdPrefix } from './ids.ts';

const BYTES = 16;
/** The part of a ULID that is random. */
const RANDOM_CHARACTERS = 16;

/** Concatenates the 16 bytes of each id's ULID, without the prefixes. */
export function packIds(ids: readonly string[]): Buffer {
  return Buffer.concat(
    ids.map((id) => Buffer.from(ulidToUUID(id.slice(id.indexOf('_') + 1)).replaceAll('-', ''), 'hex')),
  );
}

/** An id derived from a text by a hash: equal texts have equal ids. */
export function idOfText(prefix: IdPrefix, text: string): string {
  return unpackIds(createHash('sha256').update(text).digest(), [prefix])[0];
}

/** The id of something that happened at a time (milliseconds since the epoch), derived from a text: ids sort by those times. */
export function idOfTextAt(prefix: IdPrefix, time: number, text: string): string {
  return `${prefix}_${encodeTime(time)}${idOfText(prefix, text).slice(-RANDOM_CHARACTERS)}`;
}

/** Unpacks ids and adds their prefixes. @param packed 16 bytes for each prefix */
export function unpackIds<const Prefixes extends readonly IdPrefix[]>(
  packed: Buffer,
  prefixes: Prefixes,
): { [Place in keyof Prefixes]: string } {
  const ids = prefixes.map((prefix, place) => {
    const hex = packed.subarray(place * BYTES, (place + 1) * BYTES).toString('hex');
    const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    return `${prefix}_${uuidToULID(uuid)}`;
  });
  return ids as { [Place in keyof Prefixes]: string };
}
