import { describe, expect, test } from 'vitest';

import { condition, updateExpression } from '../../../shared/platform/expression.ts';

describe('a condition', () => {
  test('that is undefined adds no parameters', () => {
    expect(condition(undefined)).toEqual({});
  });

  test.each([
    [{ exists: true }, 'attribute_exists(#0)', { '#0': 'pk' }, undefined],
    [{ exists: false }, 'attribute_not_exists(#0)', { '#0': 'pk' }, undefined],
    [{ equals: { a: 1, b: undefined } }, '#0 = :0', { '#0': 'a' }, { ':0': 1 }],
    [{ oneOf: { a: [1, 2] } }, '#0 IN (:0, :1)', { '#0': 'a' }, { ':0': 1, ':1': 2 }],
    [{ greaterOrEqual: { a: 1 }, lessOrEqual: { a: 2 } }, '#0 >= :0 AND #0 <= :1', { '#0': 'a' }, { ':0': 1, ':1': 2 }],
    [{ lessThan: { a: 1 } }, '#0 < :0', { '#0': 'a' }, { ':0': 1 }],
    [{ notExistsOrLessThan: { a: 1 } }, '(attribute_not_exists(#0) OR #0 < :0)', { '#0': 'a' }, { ':0': 1 }],
    [{ notExistsOrLessOrEqual: { a: 1 } }, '(attribute_not_exists(#0) OR #0 <= :0)', { '#0': 'a' }, { ':0': 1 }],
    [{ notExistsOrNotEqual: { a: 1 } }, '(attribute_not_exists(#0) OR #0 <> :0)', { '#0': 'a' }, { ':0': 1 }],
    [
      { notExistsOrWithout: { a: 1 } },
      '(attribute_not_exists(#0) OR NOT contains(#0, :0))',
      { '#0': 'a' },
      { ':0': 1 },
    ],
    [{ notExistsOrEqual: { a: 1 } }, '(attribute_not_exists(#0) OR #0 = :0)', { '#0': 'a' }, { ':0': 1 }],
    [
      { notExists: ['a', 'b'] },
      'attribute_not_exists(#0) AND attribute_not_exists(#1)',
      { '#0': 'a', '#1': 'b' },
      undefined,
    ],
    [{ equals: { 'a.b': null } }, '#0.#1 = :0', { '#0': 'a', '#1': 'b' }, { ':0': null }],
  ])('%j becomes %s', (where, text, names, values) => {
    expect(condition(where)).toEqual({
      ConditionExpression: text,
      ExpressionAttributeNames: names,
      ...(values && { ExpressionAttributeValues: values }),
    });
  });
});

test('an update has each clause once, leaves out undefined values, and shares attribute names', () => {
  const change = {
    set: { status: 'sent', gone: undefined },
    setIfAbsent: { first: 1 },
    add: { attempts: 1 },
    remove: ['holder', 'lease'],
  };
  expect(updateExpression(change, { equals: { status: 'sending' } })).toEqual({
    UpdateExpression: 'SET #0 = :0, #1 = if_not_exists(#1, :1) ADD #2 :2 REMOVE #3, #4',
    ConditionExpression: '#0 = :3',
    ExpressionAttributeNames: { '#0': 'status', '#1': 'first', '#2': 'attempts', '#3': 'holder', '#4': 'lease' },
    ExpressionAttributeValues: { ':0': 'sent', ':1': 1, ':2': 1, ':3': 'sending' },
  });
  expect(updateExpression({ add: { n: 1 }, addToSet: { tags: new Set(['a']) } }, undefined)).toEqual({
    UpdateExpression: 'ADD #0 :0, #1 :1',
    ExpressionAttributeNames: { '#0': 'n', '#1': 'tags' },
    ExpressionAttributeValues: { ':0': 1, ':1': new Set(['a']) },
  });
  expect(updateExpression({ remove: ['a'] }, undefined)).toEqual({
    UpdateExpression: 'REMOVE #0',
    ExpressionAttributeNames: { '#0': 'a' },
  });
});
