import { SQSClient } from '@aws-sdk/client-sqs';

import { deployMapping, type Poller } from '../deploy/event-source-mapping.ts';
import type { Statement } from '../iam/statement.ts';
import type { FunctionRuntime } from '../services/service.ts';
import { ACCOUNT, arn } from '../services/service.ts';
import type { Resource } from '../template/resource.ts';
import type { OperatorAccess } from './local-stack.ts';
import type { Services } from './services.ts';

/** Starts every event source mapping of the template, one after the other: whoever is told of an error has those before it. */
export function* startMappings(
  resources: readonly Resource[],
  { dynamoDb, sqs, db }: Services,
  runtime: FunctionRuntime,
  access: OperatorAccess,
  policies: ReadonlyMap<string, readonly Statement[]>,
): Generator<Poller> {
  const sources = {
    tables: resources.filter(({ type }) => type === 'AWS::DynamoDB::Table'),
    sqs,
    sqsClient: new SQSClient(access),
    streams: dynamoDb.streams,
    runtime,
    allowed: (functionId: string) =>
      policies.get(functionId) ?? policies.get(arn('lambda', `function:${functionId}`)) ?? [],
    db,
    queueUrl: (queueArn: string) => `${access.endpoint}/${ACCOUNT}/${queueArn.split(':').at(-1)}`,
  };
  const mappings = resources.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
  for (const mapping of mappings) yield deployMapping(mapping, sources);
}
