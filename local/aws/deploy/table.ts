import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

import type { Resource } from '../template/resource.ts';

interface TableProperties {
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
  readonly AttributeDefinitions: unknown;
  readonly GlobalSecondaryIndexes?: unknown;
  readonly LocalSecondaryIndexes?: unknown;
  readonly BillingMode?: unknown;
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
  readonly StreamSpecification?: { readonly StreamViewType: string };
}

/** Creates a table that does not exist yet, and provides its StreamArn to the template. An existing one stays as it is. */
export async function deployTable(table: Resource, client: DynamoDBClient): Promise<void> {
  const TableName = table.name;
  const { TimeToLiveSpecification, StreamSpecification, ...given } = propertiesOf(table);
  const request = {
    TableName,
    KeySchema: given.KeySchema,
    AttributeDefinitions: given.AttributeDefinitions,
    GlobalSecondaryIndexes: given.GlobalSecondaryIndexes,
    LocalSecondaryIndexes: given.LocalSecondaryIndexes,
    BillingMode: given.BillingMode,
    ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  } as CreateTableCommandInput;
  try {
    await client.send(new DescribeTableCommand({ TableName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateTableCommand(request));
    if (TimeToLiveSpecification) await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  table.provide('StreamArn', Table?.LatestStreamArn ?? '');
}

/** The name of a table's partition key. */
export function partitionKeyOf(table: Resource): string {
  const key = propertiesOf(table).KeySchema.find(({ KeyType }) => KeyType === 'HASH');
  if (!key) throw new Error(`${table.stack}.${table.logicalId} has no partition key`);
  return key.AttributeName;
}

function propertiesOf(table: Resource): TableProperties {
  return table.properties as unknown as TableProperties;
}
