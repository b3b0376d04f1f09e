import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DescribeTableOutput,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as bodyText } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynoxide } from '../../dynoxide.ts';
import { startEndpoint } from '../../endpoint.ts';
import { createFaults } from '../../faults.ts';
import { ALLOW_ALL, type Statement } from '../../iam/statement.ts';
import { streamReader } from '../../pollers/stream-reader.ts';
import { dynamoDb } from '../../services/dynamodb.ts';
import { arn } from '../../services/service.ts';

const directory = mkdtempSync(join(tmpdir(), 'dynamodb-test-'));
const dynoxide = await startDynoxide({ file: join(directory, 'data.db') });
const service = dynamoDb({ endpoint: dynoxide.endpoint });
const roles = new Map<string, readonly Statement[]>([['operator', ALLOW_ALL]]);
const endpoint = await startEndpoint({
  services: [service],
  principals: (name) => (roles.has(name) ? { name, statements: roles.get(name)! } : undefined),
  faults: createFaults(),
  onKill: () => {},
});

const options = (accessKeyId: string) => ({
  endpoint: endpoint.url,
  region: 'eu-west-1',
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'any' },
});
const client = (name = 'operator') => new DynamoDBClient(options(name));
/** A client whose role allows these actions on these resources. */
const clientWith = (Action: readonly string[], ...Resource: readonly string[]) => {
  roles.set('role', [{ Effect: 'Allow', Action, Resource }]);
  return client('role');
};
const TABLE = arn('dynamodb', 'table/app');
const string = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
const key = (HASH: string, RANGE: string) => [
  { AttributeName: HASH, KeyType: 'HASH' as const },
  { AttributeName: RANGE, KeyType: 'RANGE' as const },
];
const created = await client().send(
  new CreateTableCommand({
    TableName: 'app',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [string('pk'), string('sk'), string('gsi1pk'), string('gsi1sk')],
    KeySchema: key('pk', 'sk'),
    GlobalSecondaryIndexes: [
      { IndexName: 'gsi1', KeySchema: key('gsi1pk', 'gsi1sk'), Projection: { ProjectionType: 'ALL' } },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }),
);

afterAll(async () => {
  await endpoint.close();
  service.close();
  await dynoxide.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => service.resetCapacity());

const TableName = 'app';
const id = (pk: string) => ({ pk: { S: pk }, sk: { S: '-' } });
const text = (length: number) => ({ S: 'x'.repeat(length) });
const indexed = { gsi1pk: { S: 'g' }, gsi1sk: { S: '1' } };

describe('a role', () => {
  const put = new PutItemCommand({ TableName, Item: id('a') });
  const get = new GetItemCommand({ TableName, Key: id('a') });
  const query = { TableName, KeyConditionExpression: 'gsi1pk = :p', ExpressionAttributeValues: { ':p': { S: 'g' } } };
  const queryIndex = new QueryCommand({ ...query, IndexName: 'gsi1' });

  test('that may put items may not get them', async () => {
    const role = clientWith(['dynamodb:PutItem'], TABLE);
    await role.send(put);
    await expect(role.send(get)).rejects.toThrow(
      `role is not authorized to perform: dynamodb:GetItem on resource: ${TABLE}`,
    );
  });

  test('needs the ARN of an index to query it', async () => {
    await expect(clientWith(['dynamodb:Query'], TABLE).send(queryIndex)).rejects.toThrow(`${TABLE}/index/gsi1`);
    expect(await clientWith(['dynamodb:Query'], `${TABLE}/index/*`).send(queryIndex)).toMatchObject({ Count: 0 });
  });

  test('needs the action of every item of a transaction', async () => {
    const write = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: id('t1') } },
        {
          Update: {
            TableName,
            Key: id('t2'),
            UpdateExpression: 'SET a = :a',
            ExpressionAttributeValues: { ':a': { N: '1' } },
          },
        },
        { Delete: { TableName, Key: id('t3') } },
        { ConditionCheck: { TableName, Key: id('t4'), ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    });
    const read = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: id('t1') } }] });
    const needed = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((name) => `dynamodb:${name}`);
    for (const missing of needed) {
      const role = clientWith(
        needed.filter((action) => action !== missing),
        TABLE,
      );
      await expect(role.send(write)).rejects.toThrow(`perform: ${missing} on`);
    }
    await expect(clientWith(needed, TABLE).send(read)).rejects.toThrow('perform: dynamodb:GetItem on');
    await clientWith(needed, TABLE).send(write);
    const { Responses } = await clientWith(['dynamodb:GetItem'], TABLE).send(read);
    expect(Responses).toEqual([{ Item: id('t1') }]);
  });

  test('needs the action of a batch on every table in it', async () => {
    const write = new BatchWriteItemCommand({ RequestItems: { app: [{ PutRequest: { Item: id('b') } }] } });
    const read = new BatchGetItemCommand({ RequestItems: { app: { Keys: [id('b')] }, other: { Keys: [id('b')] } } });
    const role = clientWith(['dynamodb:BatchWriteItem', 'dynamodb:BatchGetItem'], TABLE);
    await role.send(write);
    await expect(role.send(read)).rejects.toThrow(
      `dynamodb:BatchGetItem on resource: ${arn('dynamodb', 'table/other')}`,
    );
  });

  test('needs the ARN of a stream to read it', async () => {
    const StreamArn = created.TableDescription!.LatestStreamArn!;
    expect(StreamArn).toMatch(/^arn:aws:dynamodb:eu-west-1:000000000000:table\/app\/stream\//);
    const streams = new DynamoDBStreamsClient(options('role'));
    const records = async () => {
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      const ShardId = StreamDescription!.Shards![0]!.ShardId!;
      const from = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
      const { ShardIterator } = await streams.send(from);
      const first = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
      const second = await streams.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator, Limit: 1 }));
      return [...first.Records!, ...second.Records!];
    };
    const written = clientWith(['dynamodb:PutItem'], TABLE);
    for (const pk of ['s1', 's2']) {
      await written.send(
        new PutItemCommand({ TableName, Item: { ...id(pk), note: { S: 'arn:aws:dynamodb:other:1:x' } } }),
      );
    }
    clientWith(['dynamodb:DescribeStream', 'dynamodb:GetShardIterator'], StreamArn);
    await expect(records()).rejects.toThrow(`perform: dynamodb:GetRecords on resource: ${StreamArn}`);
    clientWith(['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'], StreamArn);
    const [first, second] = await records();
    expect(first).toMatchObject({ awsRegion: 'eu-west-1', eventName: 'INSERT' });
    expect(Number(second!.dynamodb!.SequenceNumber)).toBeGreaterThan(Number(first!.dynamodb!.SequenceNumber));
  });

  test('needs the actions that manage tables to change one', async () => {
    const TimeToLiveSpecification = { AttributeName: 'expires_at', Enabled: true };
    const ttl = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification });
    await expect(clientWith(['dynamodb:PutItem'], TABLE).send(ttl)).rejects.toThrow('dynamodb:UpdateTimeToLive');
    expect(await client().send(ttl)).toMatchObject({ TimeToLiveSpecification });
    expect((await client().send(new DescribeTableCommand({ TableName }))).Table!.TableArn).toBe(TABLE);
  });
});

describe('consumed capacity', () => {
  const fill = (pk: string, more = {}) =>
    client().send(new PutItemCommand({ TableName, Item: { ...id(pk), ...more } }));
  const units = () => service.capacity().map(({ read_units, write_units }) => [read_units, write_units]);

  test('is counted by caller and operation', async () => {
    await fill('a');
    await fill('a', indexed);
    const role = clientWith(['dynamodb:*'], TABLE);
    await role.send(new PutItemCommand({ TableName, Item: { ...id('big'), text: text(2_500) } }));
    await role.send(new GetItemCommand({ TableName, Key: id('big') }));
    expect(service.capacity()).toEqual([
      { caller: 'operator', operation: 'PutItem', calls: 2, read_units: 0, write_units: 3 },
      { caller: 'role', operation: 'PutItem', calls: 1, read_units: 0, write_units: 3 },
      { caller: 'role', operation: 'GetItem', calls: 1, read_units: 0.5, write_units: 0 },
    ]);
  });

  test('is answered only to those who ask for it', async () => {
    const put = { TableName, Item: id('c') };
    expect((await client().send(new PutItemCommand(put))).ConsumedCapacity).toBeUndefined();
    const { ConsumedCapacity } = await client().send(new PutItemCommand({ ...put, ReturnConsumedCapacity: 'INDEXES' }));
    expect(ConsumedCapacity).toMatchObject({ CapacityUnits: 1, Table: { CapacityUnits: 1 } });
  });

  test('is double for a transaction, and reads when one is repeated with its token', async () => {
    const write = { ClientRequestToken: 'once', TransactItems: [{ Put: { TableName, Item: id('twice') } }] };
    await client().send(new TransactWriteItemsCommand(write));
    expect(units()).toEqual([[0, 2]]);
    service.resetCapacity();
    await client().send(new TransactWriteItemsCommand(write));
    expect(units()).toEqual([[2, 0]]);
  });

  test('is that of the larger item when a condition fails, and the old item is answered only to those who ask for it', async () => {
    await fill('held', { text: text(2_000) });
    service.resetCapacity();
    const put = { TableName, Item: id('held'), ConditionExpression: 'attribute_not_exists(pk)' };
    const silent = await client()
      .send(new PutItemCommand(put))
      .catch((error: unknown) => error);
    expect(silent).toMatchObject({ name: 'ConditionalCheckFailedException', Item: undefined });
    const asked = new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    await expect(client().send(asked)).rejects.toMatchObject({ Item: { pk: { S: 'held' } } });
    expect(units()).toEqual([[0, 4]]);
    const absent = { TableName, Key: id('absent'), ConditionExpression: 'attribute_exists(pk)' };
    await expect(client().send(new DeleteItemCommand(absent))).rejects.toThrow('conditional');
    expect(units()).toEqual([
      [0, 4],
      [0, 1],
    ]);
  });

  test('is the same for a transaction that is cancelled, whose answer says why', async () => {
    const failing = { TableName, Key: id('absent'), ConditionExpression: 'attribute_exists(pk)' };
    const TransactItems = [
      { Put: { TableName, Item: { ...id('x'), text: text(1_500) } } },
      { ConditionCheck: failing },
    ];
    await expect(client().send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(units()).toEqual([[0, 6]]);
  });

  test('is zero for an invalid call', async () => {
    const update = new UpdateItemCommand({ TableName, Key: id('a'), UpdateExpression: 'SET' });
    await expect(client().send(update)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(units()).toEqual([]);
  });
});

describe('while a transaction is under way', () => {
  const put = (pk: string) => new PutItemCommand({ TableName, Item: id(pk) });
  const change = (pk: string) => ({
    TableName,
    Key: id(pk),
    UpdateExpression: 'SET n = :n',
    ExpressionAttributeValues: { ':n': { S: '1' } },
  });
  const pair = (...pks: string[]) =>
    new TransactWriteItemsCommand({ TransactItems: pks.map((pk) => ({ Put: { TableName, Item: id(pk) } })) });

  /** A service whose next transaction waits for `release`, behind an endpoint of its own. */
  async function holding() {
    const reached = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let waits = true;
    const proxy = createServer((request, response) => {
      void (async () => {
        const body = await bodyText(request);
        const target = String(request.headers['x-amz-target']);
        if (waits && target.endsWith('TransactWriteItems')) {
          waits = false;
          reached.resolve();
          await released;
        }
        const headers = Object.fromEntries(
          ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'].map((name) => [
            name,
            String(request.headers[name]),
          ]),
        );
        const answer = await fetch(dynoxide.endpoint, { method: 'POST', headers, body });
        response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(await answer.text());
      })();
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const held = dynamoDb({ endpoint: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    const front = await startEndpoint({
      services: [held],
      principals: (name) => ({ name, statements: ALLOW_ALL }),
      faults: createFaults(),
      onKill: () => {},
    });
    const close = async () => {
      await front.close();
      held.close();
      proxy.close();
    };
    const through = new DynamoDBClient({ ...options('operator'), endpoint: front.url });
    return { through, reached: reached.promise, release, close };
  }

  test('another write of its items is refused, until it has ended', async () => {
    const { through, reached, release, close } = await holding();
    const writes = [
      put('held'),
      new UpdateItemCommand(change('held')),
      new DeleteItemCommand({ TableName, Key: id('held') }),
    ];
    const transaction = through.send(pair('held', 'held too'));
    await reached;
    for (const write of writes)
      await expect(through.send(write as PutItemCommand)).rejects.toMatchObject({
        name: 'TransactionConflictException',
      });
    await expect(through.send(pair('free', 'held too'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
    const get = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: id('held') } }] });
    await expect(through.send(get)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await through.send(put('free'));
    await through.send(new GetItemCommand({ TableName, Key: id('held') }));
    release();
    await transaction;
    for (const write of writes) await through.send(write as PutItemCommand);
    await through.send(pair('held', 'held too'));
    await close();
  });

  test('the same transaction with its token is in progress', async () => {
    const { through, reached, release, close } = await holding();
    const again = () => new TransactWriteItemsCommand({ ...pair('in progress').input, ClientRequestToken: 'one' });
    const transaction = through.send(again());
    await reached;
    await expect(through.send(again())).rejects.toMatchObject({ name: 'TransactionInProgressException' });
    release();
    await transaction;
    await through.send(again());
    await close();
  });
});

test('a DynamoDB that formats its JSON otherwise, with a region and an account of its own, is translated as well', async () => {
  const spaced = createServer((request, response) => {
    void (async () => {
      const { 'x-amz-target': target, authorization, 'x-amz-date': date } = request.headers;
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-date': String(date) };
      const answer = await fetch(dynoxide.endpoint, {
        method: 'POST',
        headers: { ...headers, authorization: String(authorization), 'x-amz-target': String(target) },
        body: (await bodyText(request)).replaceAll(':123456789012:table/', ':000000000000:table/'),
      });
      const text = JSON.stringify(await answer.json(), undefined, '\t');
      response.writeHead(answer.status, headers).end(text.replaceAll(':000000000000:table/', ':123456789012:table/'));
    })();
  });
  spaced.listen(0, '127.0.0.1');
  await once(spaced, 'listening');
  const { port } = spaced.address() as AddressInfo;
  const { streams, handle, close } = dynamoDb({ endpoint: `http://127.0.0.1:${port}` });
  await handle('PutItem', { TableName, Item: { ...id('spaced'), note: { S: 'arn:aws:dynamodb:other:1:x' } } });
  const { Table } = (await handle('DescribeTable', { TableName })) as DescribeTableOutput;
  const StreamArn = Table!.LatestStreamArn!;
  expect(StreamArn).toMatch(/^arn:aws:dynamodb:eu-west-1:000000000000:/);
  const reader = streamReader(streams, StreamArn, undefined);
  const records = (await reader.read()).records.map(({ record }) => record);
  expect(records.at(-1)).toMatchObject({
    awsRegion: 'eu-west-1',
    dynamodb: { NewImage: { note: { S: 'arn:aws:dynamodb:other:1:x' } } },
  });
  close();
  spaced.close();
});
