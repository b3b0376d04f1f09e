import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { deployEventBuses } from '../deploy/event-buses.ts';
import { deployQueue } from '../deploy/queue.ts';
import { deployTable } from '../deploy/table.ts';
import type { Resource } from '../template/resource.ts';
import type { OperatorAccess } from './local-stack.ts';
import type { Services } from './services.ts';

/** Creates what functions find when they start: tables, queues, event buses. */
export async function deployResources(
  resources: readonly Resource[],
  { sqs, events }: Services,
  access: OperatorAccess,
): Promise<void> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const client = new DynamoDBClient(access);
  for (const table of ofType('AWS::DynamoDB::Table')) await deployTable(table, client);
  client.destroy();
  for (const queue of ofType('AWS::SQS::Queue')) deployQueue(queue, sqs);
  deployEventBuses(resources, events, sqs);
}
