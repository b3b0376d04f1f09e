import { expect, test } from 'vitest';
import { lambdaRecord } from '../../pollers/stream-record.ts';

test('the record of an expired item has DynamoDB as its user, spelled as Lambda does, and a time in seconds', () => {
  const record = lambdaRecord(
    {
      eventName: 'REMOVE',
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
      dynamodb: { ApproximateCreationDateTime: 1_700_000_000.5, SequenceNumber: '7' },
    },
    'arn:stream',
  );
  expect(record).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { ApproximateCreationDateTime: 1_700_000_000.5, SequenceNumber: '7' },
  });
});
