import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { startDynoxide } from '../../local/aws/dynoxide.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { tableBySdk } from '../../admin/sdk-table.ts';
import { createTable } from '../../test/support/dynamodb.ts';
import { meter, type Measure } from './meter.ts';

const TABLE_NAME = 'access-patterns';

/** Runs something with the table, on an embedded DynamoDB of its own that is gone afterwards, and with its meter. */
export async function withTable<Result>(run: (table: Table, measure: Measure) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'herald-access-'));
  const { endpoint, close } = await startDynoxide({ file: join(directory, 'table.db') });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  try {
    await createTable(client, TABLE_NAME);
    return await run(tableBySdk(TABLE_NAME, client), meter(client));
  } finally {
    client.destroy();
    await close();
    await rm(directory, { recursive: true });
  }
}
