import { DatabaseSync } from 'node:sqlite';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pollQueue } from '../../pollers/sqs-poller.ts';
import type { QueuePollerOptions } from '../../pollers/sqs-poller.ts';
import { arn, FunctionError, REGION } from '../../services/service.ts';
import { sqs } from '../../services/sqs.ts';
import type { SqsService } from '../../services/sqs.ts';
import { PATIENT } from '../patient.ts';

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
    functionArn: arn('lambda', 'function:pack'),
    batchSize: 10,
    batchingWindowSeconds: 0,
    maximumConcurrency: 2,
    reportBatchItemFailures: false,
    ...more,
  });
}

const isEmpty = () => expect(queue.depth('work')).toEqual({ visible: 0, delayed: 0, inFlight: 0 });

test('a message is passed to the function as Lambda does, and deleted', async () => {
  const seen: SQSRecord[] = [];
  poll((records) => void seen.push(...records));
  await send('hello', {
    MessageGroupId: 'blue',
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'parcel' } },
  });
  await vi.waitFor(isEmpty, PATIENT);
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
        MessageGroupId: 'blue',
      },
      messageAttributes: {
        kind: { stringValue: 'parcel', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: REGION,
    },
  ]);
});

test('no invocation gets more than a batch, and no more run at a time than the concurrency allows', async () => {
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
  await vi.waitFor(() => expect(waiting).toHaveLength(2), PATIENT);
  expect(queue.depth('work')).toEqual({ visible: 4, delayed: 0, inFlight: 8 });
  waiting.shift()?.();
  await vi.waitFor(() => expect(waiting).toHaveLength(2), PATIENT);
  waiting.forEach((release) => release());
  await vi.waitFor(isEmpty, PATIENT);
  expect(sizes).toEqual([4, 4, 4]);
});

test('a batch is filled within its window', async () => {
  const sizes: number[] = [];
  poll((records) => void sizes.push(records.length), { batchSize: 12, batchingWindowSeconds: 60 });
  for (let n = 0; n < 12; n += 1) await send(`${n}`);
  await vi.waitFor(isEmpty, PATIENT);
  expect(sizes).toEqual([12]);
});

test('messages reported as failed come back, and the others are deleted', async () => {
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
  await vi.waitFor(isEmpty, PATIENT);
  expect(seen).toEqual(['good 1', 'bad 1', 'bad 2']);
});

test('a message whose function is throttled is passed on a little later, or comes back as received once more', async () => {
  queue.createQueue({ name: 'work', visibilityTimeout: 3 });
  await send('patient');
  let refusals = 0;
  const counts: string[] = [];
  poll((records) => {
    // More often than Lambda asks before it lets the messages go.
    if (refusals < 7) {
      refusals += 1;
      throw new FunctionError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    }
    counts.push(...records.map(({ attributes }) => attributes.ApproximateReceiveCount));
  });
  await vi.waitFor(isEmpty, PATIENT);
  expect(counts).toEqual(['2']);
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
  ['a result of another type', () => 'done'],
])('after %s the whole batch stays in the queue', async (_, answer) => {
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
  'a result of %j is a success',
  async (answer) => {
    await send('a');
    poll(() => answer, { reportBatchItemFailures: true });
    await vi.waitFor(isEmpty, PATIENT);
  },
);

test('closing waits for the batches in flight', async () => {
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
