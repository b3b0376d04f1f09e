import { expect, test } from 'vitest';
import { itemSize, type Attributes } from '../../../services/dynamodb/item-size.ts';

test.each<[string, Attributes, number]>([
  ['text in UTF-8', { ab: { S: 'aü' } }, 5],
  ['a number of two digits per byte', { n: { N: '12345' } }, 5],
  ['a number with zeros at its end', { n: { N: '-1200' } }, 4],
  ['bytes', { b: { B: Buffer.from('abcd').toString('base64') } }, 5],
  ['a boolean and a null', { t: { BOOL: true }, z: { NULL: true } }, 4],
  ['a set', { s: { SS: ['ab', 'c'] } }, 4],
  ['a list', { l: { L: [{ S: 'ab' }, { BOOL: true }] } }, 9],
  ['a map', { m: { M: { k: { S: 'ab' } } } }, 8],
])('the size of %s is counted as DynamoDB counts it', (_, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});
