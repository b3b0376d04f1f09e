import { DatabaseSync } from 'node:sqlite';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pollQueue } from '../../../../local/pollers/sqs-poller.ts';
import type { QueuePollerOptions } from '../../../../local/pollers/sqs-poller.ts';
import { arn, FunctionError, REGION } from '../../../../local/services/service.ts';
import { sqs } from '../../../../local/services/sqs.ts';
import type { SqsService } from '../../../../local/services/sqs.ts';

const queueArn = arn('sqs', 'work');

let db: DatabaseSync;
let queue: SqsService;
let poller: { close(): Promise<void> } | undefined;

beforeEach(() => {
  db = new DatabaseSync(':memory:');
  queue = sqs({ db, baseUrl: () => 'http://localhost' });
  queue.createQueue({ name: 'work', visibilityTimeout: 1 });
});

afterEach(async () => {
  await poller?.close();
  db.close();
});

const send = (MessageBody: string, more: object = {}) =>
  queue.handle('SendMessage', { QueueUrl: 'http://localhost/0/work', MessageBody, ...more });

function poll(handler: (records: readonly SQSRecord[]) => unknown, more: Partial<QueuePollerOptions> = {}) {
  poller = pollQueue({
    queue,
    queueArn,
    runtime: { invoke: async (_functionArn, event) => handler((event as SQSEvent).Records) },
    functionArn: arn('lambda', 'function:sender'),
    batchSize: 10,
    batchingWindowSeconds: 0,
    maximumConcurrency: 2,
    reportBatchItemFailures: false,
    ...more,
  });
}

const isEmpty = () => expect(queue.depth('work')).toEqual({ visible: 0, delayed: 0, inFlight: 0 });

test('hands a message over as Lambda does, and deletes it', async () => {
  const seen: SQSRecord[] = [];
  poll((records) => void seen.push(...records));
  await send('hello', {
    MessageGroupId: 'acme',
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'chunk' } },
  });
  await vi.waitFor(isEmpty);
  expect(seen).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        MessageGroupId: 'acme',
      },
      messageAttributes: {
        kind: { stringValue: 'chunk', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: REGION,
    },
  ]);
});

test('takes at most a batch at a time and keeps to its concurrency', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, n) => send(`${n}`)));
  const waiting: (() => void)[] = [];
  const sizes: number[] = [];
  poll(
    (records) => {
      sizes.push(records.length);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    { batchSize: 4 },
  );
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  expect(queue.depth('work')).toEqual({ visible: 4, delayed: 0, inFlight: 8 });
  waiting.shift()?.();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting.forEach((release) => release());
  await vi.waitFor(isEmpty);
  expect(sizes).toEqual([4, 4, 4]);
});

test('waits for a full batch within its window', async () => {
  const sizes: number[] = [];
  poll((records) => void sizes.push(records.length), { batchSize: 12, batchingWindowSeconds: 60 });
  for (let n = 0; n < 12; n += 1) await send(`${n}`);
  await vi.waitFor(isEmpty);
  expect(sizes).toEqual([12]);
});

test('what a batch reports as failed comes back, the rest is deleted', async () => {
  await send('good');
  await send('bad');
  const seen: string[] = [];
  poll(
    (records) => {
      seen.push(...records.map((record) => `${record.body} ${record.attributes.ApproximateReceiveCount}`));
      const bad = records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount === '1');
      return { batchItemFailures: bad.map((record) => ({ itemIdentifier: record.messageId })) };
    },
    { reportBatchItemFailures: true },
  );
  await vi.waitFor(isEmpty, { timeout: 5000 });
  expect(seen).toEqual(['good 1', 'bad 1', 'bad 2']);
});

test.each<[string, () => unknown]>([
  [
    'a throw',
    () => {
      throw new FunctionError('Error', 'no');
    },
  ],
  ['an unknown item', () => ({ batchItemFailures: [{ itemIdentifier: 'nobody' }] })],
  ['a wrong key', () => ({ batchItemFailures: [{ id: 'x' }] })],
  ['an answer of another kind', () => 'done'],
])('after %s the whole batch stays', async (_, answer) => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  await send('a');
  await send('b');
  const invoked = Promise.withResolvers<void>();
  poll(
    () => {
      invoked.resolve();
      return answer();
    },
    { reportBatchItemFailures: true },
  );
  await invoked.promise;
  await poller?.close();
  expect(queue.depth('work')).toEqual({ visible: 0, delayed: 0, inFlight: 2 });
  log.mockRestore();
});

test.each([null, undefined, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
  'an answer of %j is a success',
  async (answer) => {
    await send('a');
    poll(() => answer, { reportBatchItemFailures: true });
    await vi.waitFor(isEmpty);
  },
);

test('closing waits for what is in flight', async () => {
  await send('a');
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  poll(() => {
    started.resolve();
    return release.promise;
  });
  await started.promise;
  const closed = poller?.close();
  release.resolve();
  await closed;
  isEmpty();
});
