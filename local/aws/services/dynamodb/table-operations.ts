import type { DynamoDbBackend } from './backend.ts';
import { ACCOUNT, REGION } from '../service.ts';

export interface TableOperations {
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<TableAnswer>;
}

export interface TableAnswer {
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

type Answer = Readonly<Record<string, unknown>> & { readonly Records?: readonly object[] };

const STREAM_OPERATIONS = new Set(['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']);
const ITERATORS = ['ShardIterator', 'NextShardIterator'];
const ARN = /^(arn:aws:dynamodb:)([\w-]+:\d*)/;
const OWN_PLACE = `${REGION}:${ACCOUNT}`;

/**
 * Operations on tables and streams. Local DynamoDBs put a region or an account of their own into ARNs and records
 * ('dynoxide', 'ddblocal'): they are translated both ways. A shard iterator starts with its stream's ARN, as in AWS, so that a policy can
 * be applied to GetRecords.
 */
export function tableOperations(backend: DynamoDbBackend): TableOperations {
  let backendPlace = OWN_PLACE;

  const withOwnPlace = (text: string): string =>
    text.replace(ARN, (_, head: string, place: string) => {
      backendPlace = place;
      return head + OWN_PLACE;
    });

  const translated = (_: string, value: unknown) => (typeof value === 'string' ? withOwnPlace(value) : value);

  return {
    call: async (operation, input) => {
      const prefix = STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams' : 'DynamoDB';
      const request = { ...input };
      let streamArn = '';
      if (typeof input['StreamArn'] === 'string') {
        streamArn = input['StreamArn'];
        request['StreamArn'] = streamArn.replace(`:${OWN_PLACE}:`, `:${backendPlace}:`);
      }
      if (typeof input['ShardIterator'] === 'string') {
        [streamArn = '', request['ShardIterator']] = input['ShardIterator'].split(/\|(.*)/s);
      }
      const { body, status } = await backend.call(`${prefix}_20120810.${operation}`, request);
      const text = body.toString();
      // Records hold the user's own data, whose ARNs stay as they are.
      const answer = (operation === 'GetRecords' ? JSON.parse(text) : JSON.parse(text, translated)) as Answer;
      const iterators = ITERATORS.filter((name) => name in answer).map((name) => [
        name,
        `${streamArn}|${String(answer[name])}`,
      ]);
      const Records = answer.Records?.map((record) => ({ ...record, awsRegion: REGION }));
      return { status, answer: { ...answer, ...Object.fromEntries(iterators), ...(Records && { Records }) } };
    },
  };
}
