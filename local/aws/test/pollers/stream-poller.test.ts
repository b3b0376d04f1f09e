import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startDynoxide } from '../../dynoxide.ts';
import type { Dynoxide } from '../../dynoxide.ts';
import type { FailedRecords } from '../../pollers/stream-delivery.ts';
import { pollStream } from '../../pollers/stream-poller.ts';
import type { StreamPoller, StreamPollerOptions } from '../../pollers/stream-poller.ts';
import { dynamoDb, type DynamoDbService, type StreamCalls } from '../../services/dynamodb.ts';
import { arn, FunctionError, REGION } from '../../services/service.ts';
import { clientOptions } from '../../serve.ts';
import { PATIENT } from '../patient.ts';

type Handler = (records: readonly DynamoDBRecord[]) => unknown;

let folder: string;
let store: Dynoxide;
let dynamodb: DynamoDBClient;
let service: DynamoDbService;

let db: DatabaseSync;
let table: string;
let streamArn: string;
let poller: StreamPoller;
let tables = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stream-'));
  store = await startDynoxide({ file: join(folder, 'dynamodb.db') });
  dynamodb = new DynamoDBClient(clientOptions(store.endpoint));
  service = dynamoDb({ endpoint: store.endpoint });
});

afterAll(async () => {
  dynamodb.destroy();
  service.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  db = new DatabaseSync(':memory:');
  table = `table-${(tables += 1)}`;
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  streamArn = TableDescription?.LatestStreamArn ?? '';
});

afterEach(async () => {
  await poller.close();
  db.close();
});

/** Writes items `from` to `to`, spread over `keys` partition keys. */
async function write(from: number, to: number, more: { keys?: number; payload?: string } = {}) {
  const { keys = 1, payload = '' } = more;
  for (let start = from; start <= to; start += 25) {
    const numbers = Array.from({ length: Math.min(25, to - start + 1) }, (_, n) => start + n);
    const puts = numbers.map((n) => ({
      PutRequest: { Item: { pk: { S: `k${n % keys}` }, sk: { S: `${n}` }, payload: { S: payload } } },
    }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
}

function poll(handler: Handler, more: Partial<StreamPollerOptions> = {}) {
  poller = pollStream({
    streams: service.streams,
    streamArn,
    db,
    mappingId: 'count',
    runtime: { invoke: async (_functionArn, event) => handler((event as DynamoDBStreamEvent).Records) },
    functionArn: arn('lambda', 'function:count'),
    partitionKey: 'pk',
    batchSize: 100,
    batchingWindowSeconds: 0,
    filters: [],
    parallelizationFactor: 1,
    maximumRetryAttempts: -1,
    bisectOnError: false,
    reportBatchItemFailures: false,
    ...more,
  });
}

const item = (record: DynamoDBRecord | undefined) => Number(record?.dynamodb?.Keys?.['sk']?.S);
const items = (records: readonly DynamoDBRecord[]) => records.map(item);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const refuse = () => {
  throw new FunctionError('Error', 'no');
};

test('records are passed to the function as Lambda does', async () => {
  const key = { pk: { S: 'k' }, sk: { S: '1' } };
  const Item = { ...key, bytes: { B: Uint8Array.of(1, 2, 3) }, deep: { L: [{ BS: [Uint8Array.of(255)] }] } };
  await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
  await dynamodb.send(new PutItemCommand({ TableName: table, Item: key }));
  await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: key }));
  const seen: DynamoDBRecord[] = [];
  poll((records) => void seen.push(...records));
  await poller.idle();
  expect(seen).toHaveLength(3);
  const image = { ...key, bytes: { B: 'AQID' }, deep: { L: [{ BS: ['/w=='] }] } };
  expect(seen[0]).toEqual({
    eventID: expect.any(String),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    eventSourceARN: streamArn,
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: key,
      NewImage: image,
      SequenceNumber: '1',
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  expect(seen[1]).toMatchObject({ eventName: 'MODIFY', dynamodb: { NewImage: key, OldImage: image } });
  expect(seen[2]).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: key } });
  expect(seen[2]?.dynamodb).not.toHaveProperty('NewImage');
});

test('records are passed in full batches, in order, across pages', async () => {
  await write(1, 1205);
  const batches: number[][] = [];
  poll((records) => void batches.push(items(records)), { batchSize: 400 });
  await poller.idle();
  expect(batches.map((batch) => batch.length)).toEqual([400, 400, 400, 5]);
  expect(batches.flat()).toEqual(range(1, 1205));
});

test('a batch is filled within its window', async () => {
  const batches: number[][] = [];
  poll((records) => void batches.push(items(records)), { batchSize: 30, batchingWindowSeconds: 60 });
  await write(1, 10);
  await write(11, 40);
  await vi.waitFor(() => expect(batches).toHaveLength(1), PATIENT);
  expect(batches[0]).toEqual(range(1, 30));
});

test('a batch stays below the size limit of an invocation', async () => {
  const payload = 'x'.repeat(350_000);
  for (let n = 1; n <= 20; n += 4) await write(n, n + 3, { payload });
  const sizes: number[] = [];
  poll((records) => void sizes.push(JSON.stringify({ Records: records }).length));
  await poller.idle();
  expect(sizes).toHaveLength(2);
  expect(Math.max(...sizes)).toBeLessThan(6_000_000);
});

test('polling continues behind the checkpoint, which a batch in flight does not move', async () => {
  const seen: number[] = [];
  await write(1, 10);
  poll((records) => void seen.push(...items(records)));
  await poller.idle();
  await poller.close();

  await write(11, 20);
  const failed = Promise.withResolvers<void>();
  poll((records) => {
    seen.push(...items(records));
    failed.resolve();
    return refuse();
  });
  await failed.promise;
  await poller.close();

  poll((records) => void seen.push(...items(records)));
  await poller.idle();
  expect(seen).toEqual([...range(1, 10), ...range(11, 20), ...range(11, 20)]);
});

test('only records that match a filter are passed, and the others are not read again', async () => {
  const sk = (prefix: string) => JSON.stringify({ dynamodb: { Keys: { sk: { S: [{ prefix }] } } } });
  await write(1, 40);
  const seen: number[] = [];
  poll((records) => void seen.push(...items(records)), { filters: [sk('1'), sk('20')] });
  await poller.idle();
  expect(seen).toEqual([1, ...range(10, 19), 20]);
  expect(db.prepare('SELECT sequence FROM stream_checkpoints').get()).toEqual({ sequence: '40' });
});

test('a batch is spread over invocations, in order for each partition key', async () => {
  await write(1, 200, { keys: 8 });
  const seen: number[] = [];
  let running = 0;
  let maxRunning = 0;
  const handler: Handler = async (records) => {
    maxRunning = Math.max(maxRunning, (running += 1));
    await new Promise(setImmediate);
    running -= 1;
    seen.push(...items(records));
  };
  poll(handler, { parallelizationFactor: 4, batchSize: 50 });
  await poller.idle();
  expect(maxRunning).toBeGreaterThan(1);
  expect(maxRunning).toBeLessThanOrEqual(4);
  expect([...seen].sort((a, b) => a - b)).toEqual(range(1, 200));
  for (const key of range(0, 7)) {
    const own = seen.filter((n) => n % 8 === key);
    expect(own).toEqual([...own].sort((a, b) => a - b));
  }
});

test('a batch is retried from the first record that is reported as failed', async () => {
  await write(1, 5);
  const batches: number[][] = [];
  const handler: Handler = (records) => {
    batches.push(items(records));
    const failed = batches.length === 1 ? records.filter((record) => item(record) === 3 || item(record) === 5) : [];
    return { batchItemFailures: failed.map((r) => ({ itemIdentifier: r.dynamodb?.SequenceNumber })).reverse() };
  };
  poll(handler, { reportBatchItemFailures: true });
  await poller.idle();
  expect(batches).toEqual([range(1, 5), range(3, 5)]);
});

test('a batch is retried as a whole after an invalid partial response', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  await write(1, 3);
  const batches: number[][] = [];
  const answers = [{ batchItemFailures: [{ itemIdentifier: '' }] }, null];
  poll(
    (records) => {
      batches.push(items(records));
      return answers[batches.length - 1];
    },
    { reportBatchItemFailures: true },
  );
  await poller.idle();
  expect(batches).toEqual([range(1, 3), range(1, 3)]);
  log.mockRestore();
});

test('a batch is bisected down to the record that fails, which is given up', async () => {
  await write(1, 8);
  const handled: number[] = [];
  let alone = 0;
  const given: FailedRecords[] = [];
  const handler: Handler = (records) => {
    const batch = items(records);
    if (batch.includes(6)) {
      if (batch.length === 1) alone += 1;
      refuse();
    }
    handled.push(...batch);
  };
  poll(handler, {
    bisectOnError: true,
    maximumRetryAttempts: 1,
    onFailure: async (failed) => void given.push(failed),
  });
  await poller.idle();
  expect(handled).toEqual([1, 2, 3, 4, 5, 7, 8]);
  expect(alone).toBe(2);
  expect(given).toEqual([
    {
      mappingId: 'count',
      startSequenceNumber: '6',
      endSequenceNumber: '6',
      size: 1,
      error: new FunctionError('Error', 'no'),
    },
  ]);
});

test('a batch whose function is throttled stays whole, and is tried as often as if it had not been', async () => {
  await write(1, 4);
  const seen: number[][] = [];
  let refusals = 0;
  const handler: Handler = (records) => {
    refusals += 1;
    if (refusals <= 3) throw new FunctionError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    seen.push(items(records));
  };
  poll(handler, { bisectOnError: true, maximumRetryAttempts: 0 });
  await poller.idle();
  expect(seen).toEqual([[1, 2, 3, 4]]);
});

test('a batch is given up after its last retry, once the destination has accepted it', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  await write(1, 4);
  const given: FailedRecords[] = [];
  let invocations = 0;
  let refusals = 1;
  const handler: Handler = (records) => {
    if (item(records[0]) > 4) return;
    invocations += 1;
    refuse();
  };
  poll(handler, {
    maximumRetryAttempts: 2,
    onFailure: async (failed) => {
      if (refusals-- > 0) throw new Error('not yet');
      given.push(failed);
    },
  });
  await poller.idle();
  expect(invocations).toBe(3);
  expect(given).toMatchObject([{ startSequenceNumber: '1', endSequenceNumber: '4', size: 4 }]);
  await write(5, 6);
  await poller.idle();
  expect(db.prepare('SELECT sequence FROM stream_checkpoints').get()).toEqual({ sequence: '6' });
  log.mockRestore();
});

test('closing ends the wait between retries, and rejects those who wait until it is idle', async () => {
  await write(1, 1);
  const failed = Promise.withResolvers<void>();
  poll(() => {
    failed.resolve();
    refuse();
  });
  const idle = expect(poller.idle()).rejects.toThrow('closed');
  await failed.promise;
  await poller.close();
  await idle;
  await expect(poller.idle()).rejects.toThrow('closed');
  expect(db.prepare('SELECT sequence FROM stream_checkpoints').get()).toBeUndefined();
});

test.each([
  ['once, which nobody is told', [3], 0],
  ['twice in a row', [3, 4], 1],
])('polling continues after the stream could not be read %s', async (_, unread, told) => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  await write(1, 10);
  const seen: number[] = [];
  let calls = 0;
  const flaky: StreamCalls = (...call) => {
    calls += 1;
    return unread.includes(calls) ? Promise.reject(new Error('unreachable')) : service.streams(...call);
  };
  poll((records) => void seen.push(...items(records)), { streams: flaky, batchSize: 4 });
  await poller.idle();
  expect(seen).toEqual(range(1, 10));
  expect(log).toHaveBeenCalledTimes(told);
  log.mockRestore();
});

test('two mappings of a stream each get every record, and have checkpoints of their own', async () => {
  const seen = { slow: [] as number[], quick: [] as number[] };
  poll((records) => void seen.slow.push(...items(records)), { mappingId: 'slow', batchSize: 2 });
  const slow = poller;
  poll((records) => void seen.quick.push(...items(records)), { mappingId: 'quick' });
  await write(1, 5);
  await Promise.all([slow.idle(), poller.idle()]);
  await slow.close();
  await write(6, 9);
  await poller.idle();
  expect(seen).toEqual({ slow: range(1, 5), quick: range(1, 9) });
  await poller.close();

  poll((records) => void seen.slow.push(...items(records)), { mappingId: 'slow', batchSize: 2 });
  await poller.idle();
  expect(seen).toEqual({ slow: range(1, 9), quick: range(1, 9) });
});
