import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';

import { startDynoxide } from '../../local/aws/dynoxide.ts';
import { clientOptions } from '../../local/aws/serve.ts';
import { tableClient } from '../../shared/platform/table-client.ts';
import { tableCommands } from '../../shared/platform/table-commands.ts';
import { tableRequests, type TableAccess } from '../../shared/platform/table-requests.ts';
import { TABLE } from '../../shared/platform/table.ts';

const STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
export const TABLE_NAME = 'test-table';

/**
 * The table's client on an embedded DynamoDB of its own, or in an account of its own on DYNAMODB_ENDPOINT; what another client needs
 * to reach it; and how to end it.
 */
export async function testTable() {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given) {
    // Emulators that know accounts take an access key of twelve digits for one.
    const access = clientOptions(given, String(randomInt(1e11, 2e11)));
    const client = new DynamoDBClient(access);
    await createTable(client, TABLE_NAME);
    return { access, ...tableOf(access), close: async () => client.destroy() };
  }
  const directory = await mkdtemp(join(tmpdir(), 'herald-test-'));
  const dynoxide = await startDynoxide({ file: join(directory, 'test.db') });
  const access = clientOptions(dynoxide.endpoint);
  const client = new DynamoDBClient(access);
  await createTable(client, TABLE_NAME);
  return {
    access,
    ...tableOf(access),
    async close() {
      client.destroy();
      await dynoxide.close();
      await rm(directory, { recursive: true });
    },
  };
}

function tableOf(access: TableAccess) {
  const request = tableRequests(access);
  return { table: tableClient(TABLE_NAME, request), commands: tableCommands(TABLE_NAME, request) };
}

/** Makes the one table, in what the client reaches. @param streams whether it has a stream, unlike a restored one @returns its stream */
export async function createTable(client: DynamoDBClient, TableName: string, streams = true): Promise<string> {
  const { partitionKey, sortKey, globalIndexes, orderKeepingIndex } = TABLE;
  const schema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const Projection = { ProjectionType: 'ALL' as const };
  const names = [
    partitionKey,
    sortKey,
    orderKeepingIndex.sortKey,
    ...globalIndexes.flatMap((one) => [one.partitionKey, one.sortKey]),
  ];
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: schema(partitionKey, sortKey),
      GlobalSecondaryIndexes: globalIndexes.map((one) => ({
        IndexName: one.name,
        KeySchema: schema(one.partitionKey, one.sortKey),
        Projection,
      })),
      LocalSecondaryIndexes: [
        { IndexName: orderKeepingIndex.name, KeySchema: schema(partitionKey, orderKeepingIndex.sortKey), Projection },
      ],
      ...(streams && { StreamSpecification: STREAM }),
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}

/** Turns the stream of a table on that has none. @returns it */
export async function turnStreamOn(client: DynamoDBClient, TableName: string): Promise<string> {
  const { TableDescription } = await client.send(new UpdateTableCommand({ TableName, StreamSpecification: STREAM }));
  return TableDescription?.LatestStreamArn ?? '';
}
