import { expect, test } from 'vitest';

import { bytesOf, decode, decodingOf, type Decoding } from '../../../shared/customer/decoding.ts';

const bytes = (...given: number[]) => Uint8Array.from(given);

test.for<[string, Uint8Array, Parameters<typeof decodingOf>[1], Decoding]>([
  ['nothing says otherwise', bytes(0x61), undefined, 'utf-8'],
  ['it is said', bytes(0x61), 'windows-1252', 'windows-1252'],
  ['UTF-16 is said and no mark is there', bytes(0x61, 0), 'utf-16', 'utf-16le'],
  ['a mark of UTF-8 says more than what is said', bytes(0xef, 0xbb, 0xbf), 'windows-1252', 'utf-8'],
  ['a mark of UTF-16 is there', bytes(0xff, 0xfe, 0x61, 0), undefined, 'utf-16le'],
  ['a mark of the other order is there', bytes(0xfe, 0xff, 0, 0x61), 'utf-16', 'utf-16be'],
  ['the file is empty', bytes(), undefined, 'utf-8'],
])('how a file is read, when %s', ([, file, given, decoding]) => {
  expect(decodingOf(file, given)).toBe(decoding);
});

test.for<[Decoding, Uint8Array, string]>([
  ['utf-8', bytes(0xef, 0xbb, 0xbf, 0xe2, 0x82, 0xac), '\ufeff€'],
  // Where Latin-1 has control characters, Windows has the euro sign, quotes and dashes.
  ['windows-1252', bytes(0x80, 0x93, 0xeb, 0x94, 0x81), '€“ë”\u0081'],
  ['utf-16le', bytes(0xff, 0xfe, 0xac, 0x20, 0x3d, 0xd8, 0x00, 0xde), '\ufeff€😀'],
  ['utf-16be', bytes(0xfe, 0xff, 0x20, 0xac), '\ufeff€'],
])('a text in %s is read with all of its bytes', ([decoding, file, text]) => {
  expect(decode(file, decoding)).toBe(text);
  expect(bytesOf(text, decoding)).toBe(file.length);
});
