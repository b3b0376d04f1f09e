import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

import { startDynoxide } from '../local/aws/dynoxide.ts';
import { ALLOW_ALL } from '../local/aws/iam/statement.ts';
import { startS3 } from '../local/aws/s3.ts';
import { clientOptions } from '../local/aws/serve.ts';
import { temporaryFolder } from '../local/temporary-folder.ts';
import { tableClient } from '../shared/platform/table-client.ts';
import { tableRequests } from '../shared/platform/table-requests.ts';
import { createTable } from '../test/support/dynamodb.ts';

export const TABLE_NAME = 'herald';
export const BUCKET = 'files';

/** Where the table and the bucket are. */
export interface Places {
  readonly table: string;
  readonly files: string;
}

/** The table as functions have it, and the clients beneath. */
export function clientsOf({ table, files }: Places) {
  return {
    table: tableClient(TABLE_NAME, tableRequests(clientOptions(table))),
    client: new DynamoDBClient(clientOptions(table)),
    s3: new S3Client({ ...clientOptions(files), forcePathStyle: true }),
  };
}

/** Herald's table on the embedded DynamoDB, and a bucket, for one measurement. */
export async function withTableAndFiles(
  measure: (clients: ReturnType<typeof clientsOf>, places: Places) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder('herald-bench-');
  const dynoxide = await startDynoxide({ file: join(folder.path, 'table.db') });
  const db = new DatabaseSync(join(folder.path, 'services.db'));
  const s3 = await startS3({
    ...{ db, dataDirectory: folder.path, buckets: new Map([[BUCKET, {}]]), secret: 'test' },
    principals: (name) => ({ name, statements: ALLOW_ALL }),
  });
  const places = { table: dynoxide.endpoint, files: s3.url };
  const clients = clientsOf(places);
  try {
    await createTable(clients.client, TABLE_NAME);
    await measure(clients, places);
  } finally {
    clients.client.destroy();
    clients.s3.destroy();
    await s3.close();
    db.close();
    await dynoxide.close();
    folder.remove();
  }
}
