import { expect, test } from 'vitest';
import { createFaults, type FaultPoint } from '../faults.ts';

const point: FaultPoint = {
  service: 'dynamodb',
  operation: 'PutItem',
  caller: 'arn:aws:lambda:eu-west-1:000000000000:function:pack',
  when: 'before',
  input: { TableName: 'app' },
};

test('a rule lets `skip` calls pass, then strikes `times` times, and is counted', () => {
  const faults = createFaults();
  faults.add({ when: 'before', action: 'error', code: 'Throttled', skip: 2, times: 2 });
  expect([1, 2, 3, 4, 5].map(() => faults.take(point)?.code)).toEqual([
    undefined,
    undefined,
    'Throttled',
    'Throttled',
    undefined,
  ]);
  expect(faults.counts()).toEqual({ error: 2, drop: 0, delay: 0, kill: 0 });
});

test('a rule without `times` strikes until it is cleared', () => {
  const faults = createFaults();
  faults.add({ when: 'before', action: 'drop' });
  for (let call = 0; call < 5; call++) expect(faults.take(point)?.action).toBe('drop');
  faults.clear();
  expect(faults.take(point)).toBeUndefined();
  expect(faults.counts()).toEqual({ error: 0, drop: 0, delay: 0, kill: 0 });
});

test.each([
  ['service', { service: 'sqs' }],
  ['operation', { operation: 'GetItem' }],
  ['caller', { caller: 'bill' }],
  ['input', { match: (input: unknown) => (input as { TableName: string }).TableName === 'other' }],
  ['moment', { when: 'after' as const }],
])('a rule for another %s lets the call pass and does not count it', (_, narrower) => {
  const faults = createFaults();
  faults.add({ when: 'before', action: 'kill', times: 1, ...narrower });
  expect(faults.take(point)).toBeUndefined();
});

test('the first matching rule strikes, until its `times` are used up and the next one does', () => {
  const faults = createFaults();
  const here = {
    service: 'dynamodb',
    operation: 'PutItem',
    caller: 'pack',
    match: () => true,
    when: 'before',
  } as const;
  faults.add({ ...here, action: 'kill', times: 1 });
  faults.add({ ...here, action: 'delay' });
  expect([faults.take(point)?.action, faults.take(point)?.action]).toEqual(['kill', 'delay']);
  expect(faults.counts()).toEqual({ error: 0, drop: 0, delay: 1, kill: 1 });
});
