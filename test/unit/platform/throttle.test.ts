import { ConditionalCheckFailedException, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';

import { PartlyRefused, refusalOf, spentBySdk } from '../../../shared/platform/throttle.ts';
import { cancelled, inTransaction, throttle } from '../../support/busy-table.ts';

const named = (name: string) => Object.assign(new Error('no'), { name });

describe('a request is refused', () => {
  test.each([
    throttle(),
    inTransaction(),
    new PartlyRefused(),
    ...['ThrottlingException', 'RequestLimitExceeded', 'TransactionInProgressException'].map(named),
    // Of SQS, Step Functions and Secrets Manager.
    ...['RequestThrottled', 'ExecutionLimitExceeded', 'TooManyRequestsException'].map(named),
  ])('for now, as the service is busy: %s', (error) => {
    expect(refusalOf(error)).toBe('busy');
  });

  test('as its condition failed', () => {
    expect(refusalOf(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }))).toBe('lost');
  });

  test.each([
    new ResourceNotFoundException({ message: 'no', $metadata: {} }),
    named('ValidationException'),
    'ThrottlingException',
    undefined,
  ])('for another reason: %s', (error) => {
    expect(refusalOf(error)).toBe('other');
  });
});

describe('a transaction is cancelled', () => {
  test.each([
    ['lost', ['None', 'ConditionalCheckFailed']],
    ['lost', ['ConditionalCheckFailed', 'TransactionConflict']],
    ['lost', ['ThrottlingError', 'ConditionalCheckFailed']],
    ['busy', ['TransactionConflict']],
    ['busy', ['None', 'ThrottlingError', 'None']],
    ['busy', ['ProvisionedThroughputExceeded', 'TransactionConflict']],
    ['other', ['None', 'ValidationError']],
    ['other', ['ConditionalCheckFailed', 'ItemCollectionSizeLimitExceeded']],
    ['other', ['TransactionConflict', 'DuplicateItem']],
    ['other', ['None', 'None']],
    ['other', []],
  ])('%s, for the reasons %j', (refusal, reasons) => {
    expect(refusalOf(cancelled(...reasons))).toBe(refusal);
  });
});

test('what the SDK spent is known, and a request that nobody counted is one', () => {
  expect([throttle(3, 700), inTransaction(), named('ThrottlingException')].map(spentBySdk)).toEqual([
    { requests: 3, waited: 700 },
    { requests: 1, waited: 0 },
    { requests: 1, waited: 0 },
  ]);
});
