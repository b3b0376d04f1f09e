import type { DynamoDbStore, StoreAnswer } from './dynamodb-store.ts';
import { REGION } from './service.ts';

export interface DynamoDbTables {
  /** Operations on tables and streams. */
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<StoreAnswer>;
}

const STREAM_OPERATIONS = new Set(['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']);

/**
 * Embedded stores put a region of their own into ARNs and records ('dynoxide', 'ddblocal'): here it is put right, both
 * ways. A shard iterator starts with its stream's ARN, as in AWS: so GetRecords can be held to a policy.
 */
export function dynamoDbTables(store: DynamoDbStore): DynamoDbTables {
  let storeRegion = REGION;

  const homeRegion = (text: string): string =>
    text.replace(/("arn:aws:dynamodb:)([\w-]+)/g, (_, head: string, region: string) => {
      storeRegion = region;
      return head + REGION;
    });

  return {
    call: async (operation, input) => {
      const prefix = STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams' : 'DynamoDB';
      const request = { ...input };
      let streamArn = '';
      if (typeof input['StreamArn'] === 'string') {
        streamArn = input['StreamArn'];
        request['StreamArn'] = streamArn.replace(`:${REGION}:`, `:${storeRegion}:`);
      }
      if (typeof input['ShardIterator'] === 'string') {
        [streamArn = '', request['ShardIterator']] = input['ShardIterator'].split(/\|(.*)/s);
      }
      const { body, status } = await store.call(`${prefix}_20120810.${operation}`, request);
      const text = body.toString();
      // Records hold the user's own data, where an ARN is left alone.
      const answer =
        operation === 'GetRecords' ? text.replace(/("awsRegion":")[\w-]+/g, `$1${REGION}`) : homeRegion(text);
      return { status, body: Buffer.from(answer.replace(/("(?:Next)?ShardIterator":")/, `$1${streamArn}|`)) };
    },
  };
}
