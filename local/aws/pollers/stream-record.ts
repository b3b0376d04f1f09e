import type { DynamoDBRecord, StreamRecord as Images } from 'aws-lambda';
import { REGION } from '../services/service.ts';

/** A record as GetRecords answers with it: bytes in base64, the time in seconds. */
export interface StreamRecord {
  readonly eventID?: string;
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: Images & { readonly SequenceNumber: string };
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

/** A stream record as Lambda passes it to a function. */
export function lambdaRecord({ eventID, eventName, dynamodb, userIdentity }: StreamRecord, streamArn: string) {
  return {
    eventID,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb,
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  } satisfies Partial<DynamoDBRecord>;
}
