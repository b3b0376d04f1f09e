import { expect, test } from 'vitest';
import { filterPattern } from '../../pollers/filter-pattern.ts';

const event = {
  eventName: 'MODIFY',
  dynamodb: { NewImage: { status: { S: 'accepted' }, sk: { S: 'ORDER#ord_1' }, gone: { NULL: true } } },
  detail: {
    price: 12.5,
    tags: ['a', 'b'],
    none: null,
    empty: '',
    lines: [
      { sku: 'x', n: 1 },
      { sku: 'y', n: 2 },
    ],
  },
};

test.each<[boolean, object]>([
  [true, { eventName: ['INSERT', 'MODIFY'] }],
  [false, { eventName: ['INSERT'] }],
  [true, { dynamodb: { NewImage: { status: { S: ['accepted'] }, gone: { NULL: [true] } } } }],
  [false, { dynamodb: { NewImage: { status: { S: ['accepted'] }, gone: { NULL: [false] } } } }],
  [true, { dynamodb: { NewImage: { sk: { S: [{ prefix: 'ORDER#' }] } } } }],
  [false, { dynamodb: { NewImage: { sk: { S: [{ prefix: 'order#' }] } } } }],
  [true, { dynamodb: { NewImage: { sk: { S: [{ prefix: { 'equals-ignore-case': 'order#' } }] } } } }],
  [true, { dynamodb: { NewImage: { sk: { S: [{ suffix: '_1' }] } } } }],
  [false, { dynamodb: { NewImage: { sk: { S: [{ suffix: '_2' }] } } } }],
  [true, { eventName: [{ 'equals-ignore-case': 'modify' }] }],
  [false, { eventName: [{ 'equals-ignore-case': 'mod' }] }],
  [true, { eventName: [{ 'anything-but': 'REMOVE' }] }],
  [false, { eventName: [{ 'anything-but': ['REMOVE', 'MODIFY'] }] }],
  [false, { eventName: [{ 'anything-but': { prefix: 'MOD' } }] }],
  [true, { eventName: [{ 'anything-but': { suffix: ['X', 'Z'] } }] }],
  [false, { absent: [{ 'anything-but': 'REMOVE' }] }],
  [true, { eventName: [{ exists: true }], absent: [{ exists: false }] }],
  [false, { eventName: [{ exists: false }] }],
  [true, { dynamodb: { OldImage: { status: { S: [{ exists: false }] } } } }],
  [false, { dynamodb: { NewImage: [{ exists: true }] } }],
  [true, { detail: { price: [{ numeric: ['>', 10, '<=', 12.5] }] } }],
  [false, { detail: { price: [{ numeric: ['=', 12] }] } }],
  [true, { detail: { price: [12.5] } }],
  [false, { detail: { price: ['12.5'] } }],
  [false, { eventName: [{ numeric: ['>', 0] }] }],
  [true, { detail: { tags: ['b'] } }],
  [false, { detail: { tags: ['c'] } }],
  [true, { detail: { none: [null], empty: [''] } }],
  [true, { detail: { lines: { sku: ['y'], n: [2] } } }],
  [false, { detail: { lines: { sku: ['y'], n: [1] } } }],
  [true, {}],
])('%s is the result of matching %j', (expected, pattern) => {
  expect(filterPattern(JSON.stringify(pattern))(event)).toBe(expected);
});

test.each([
  { a: [{ wildcard: '*' }] },
  { a: [{ prefix: 'x', suffix: 'y' }] },
  { a: [{ numeric: ['~', 1] }] },
  { a: [{ numeric: [] }] },
  { a: [{ prefix: { regex: 'x' } }] },
  { a: 'x' },
])('the pattern %j is refused', (pattern) => {
  expect(() => filterPattern(JSON.stringify(pattern))).toThrow(/./);
});
