import type { BackendAnswer, DynamoDbBackend } from './backend.ts';
import { REGION } from '../service.ts';

export interface TableOperations {
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<BackendAnswer>;
}

const STREAM_OPERATIONS = new Set(['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']);

/**
 * Operations on tables and streams. Local DynamoDBs put a region of their own into ARNs and records ('dynoxide',
 * 'ddblocal'): it is translated both ways. A shard iterator starts with its stream's ARN, as in AWS, so that a policy can
 * be applied to GetRecords.
 */
export function tableOperations(backend: DynamoDbBackend): TableOperations {
  let backendRegion = REGION;

  const withRegion = (text: string): string =>
    text.replace(/("arn:aws:dynamodb:)([\w-]+)/g, (_, head: string, region: string) => {
      backendRegion = region;
      return head + REGION;
    });

  return {
    call: async (operation, input) => {
      const prefix = STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams' : 'DynamoDB';
      const request = { ...input };
      let streamArn = '';
      if (typeof input['StreamArn'] === 'string') {
        streamArn = input['StreamArn'];
        request['StreamArn'] = streamArn.replace(`:${REGION}:`, `:${backendRegion}:`);
      }
      if (typeof input['ShardIterator'] === 'string') {
        [streamArn = '', request['ShardIterator']] = input['ShardIterator'].split(/\|(.*)/s);
      }
      const { body, status } = await backend.call(`${prefix}_20120810.${operation}`, request);
      const text = body.toString();
      // Records hold the user's own data, whose ARNs stay as they are.
      const answer =
        operation === 'GetRecords' ? text.replace(/("awsRegion":")[\w-]+/g, `$1${REGION}`) : withRegion(text);
      return { status, body: Buffer.from(answer.replace(/("(?:Next)?ShardIterator":")/, `$1${streamArn}|`)) };
    },
  };
}
