import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { REGION } from '../services/service.ts';

/** A stream record as Lambda passes it to a function (bytes in base64, the time in seconds), and its size as JSON. */
export function lambdaRecord(record: _Record, streamArn: string): { record: DynamoDBRecord; bytes: number } {
  const { dynamodb, userIdentity } = record;
  const shape = {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb: {
      ...dynamodb,
      ApproximateCreationDateTime: (dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
    },
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  };
  const json = JSON.stringify(shape, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  return { record: JSON.parse(json) as DynamoDBRecord, bytes: Buffer.byteLength(json) };
}
