import { expect, test } from 'vitest';
import { itemSize, type Attributes } from '../../../../local/services/item-size.ts';

test.each<[string, Attributes, number]>([
  ['text, in UTF-8', { ab: { S: 'aü' } }, 5],
  ['a number, two digits to the byte', { n: { N: '12345' } }, 5],
  ['zeros at its ends left out', { n: { N: '-1200' } }, 4],
  ['bytes', { b: { B: Buffer.from('abcd').toString('base64') } }, 5],
  ['a truth and a nothing', { t: { BOOL: true }, z: { NULL: true } }, 4],
  ['a set', { s: { SS: ['ab', 'c'] } }, 4],
  ['a list', { l: { L: [{ S: 'ab' }, { BOOL: true }] } }, 9],
  ['a map', { m: { M: { k: { S: 'ab' } } } }, 8],
])('%s', (_, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});
