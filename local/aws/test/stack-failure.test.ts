import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createDetour } from '../services/dynamodb/detour.ts';
import { openServices } from '../stack/services.ts';

test('a DynamoDB that cannot write any more is told of with its file', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'stack-failure-'));
  const failures: unknown[] = [];
  const runtime = { invoke: async () => undefined, invokeAsync: async () => undefined };
  const { dynamoDb, close } = await openServices({
    dataDirectory,
    dynamoDbEndpoint: undefined,
    endpointUrl: () => '',
    runtime,
    onFailure: (failure) => failures.push(failure),
    detour: createDetour(),
  });
  const file = join(dataDirectory, 'dynamodb.db');
  const table = { TableName: 'app', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] };
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
  await dynamoDb.handle('CreateTable', { ...table, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' });
  // SQLite says so in its words through a trigger, too: no test can fill a disk.
  const db = new DatabaseSync(file);
  const [{ name } = {}] = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%app%'").all();
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON "${String(name)}"
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
  db.close();

  const put = dynamoDb.handle('PutItem', { TableName: 'app', Item: { id: { S: '1' } } });
  await expect(put).rejects.toMatchObject({ status: 500 });
  expect(failures).toEqual([expect.objectContaining({ file, problem: 'full' })]);
  await close();
  rmSync(dataDirectory, { recursive: true });
});
