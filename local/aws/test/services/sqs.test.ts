import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ReceiveMessageCommandInput } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Endpoint } from '../../endpoint.ts';
import { ACCOUNT, arn } from '../../services/service.ts';
import { sqs } from '../../services/sqs.ts';
import type { SqsService } from '../../services/sqs.ts';
import { clientOptions, serve } from '../../serve.ts';

let db: DatabaseSync;
let service: SqsService;
let endpoint: Endpoint;
let client: SQSClient;
let QueueUrl: string;
let clock: number | undefined;

const baseUrl = () => endpoint.url;
const now = () => clock ?? Date.now();

beforeEach(async () => {
  clock = 1_700_000_000_000;
  db = new DatabaseSync(':memory:');
  service = sqs({ db, baseUrl, now });
  service.createQueue({ name: 'dead', visibilityTimeout: 30 });
  service.createQueue({
    name: 'work',
    visibilityTimeout: 30,
    redrive: { deadLetterArn: arn('sqs', 'dead'), maxReceiveCount: 2 },
  });
  endpoint = await serve(service);
  client = new SQSClient(clientOptions(endpoint.url));
  QueueUrl = `${endpoint.url}/${ACCOUNT}/work`;
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
  db.close();
});

const send = (MessageBody: string, more: object = {}) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

const sendAll = (bodies: readonly string[], more: object = {}) =>
  client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: bodies.map((MessageBody, n) => ({ Id: `e${n}`, MessageBody, ...more })),
    }),
  );

async function receive(more: Partial<ReceiveMessageCommandInput> = {}) {
  const answer = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }));
  return answer.Messages ?? [];
}

const bodies = async (more: Partial<ReceiveMessageCommandInput> = {}) => (await receive(more)).map((m) => m.Body);
const advance = (seconds: number) => (clock = now() + seconds * 1000);

test('requests are counted as they are billed, without those of an event source that find an empty queue', async () => {
  const received = () => service.receive('work', { max: 10, waitMs: 0 });
  await received();
  expect(service.requests()).toBe(0);
  await send('a');
  const [message] = await received();
  service.remove('work', [message!.ReceiptHandle]);
  expect(service.requests()).toBe(3);
});

describe('sending and receiving', () => {
  test('a message is received with its body, attributes and hashes until it is deleted', async () => {
    const MessageAttributes = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };
    const sent = await send('grüße 👋', { MessageAttributes, MessageGroupId: 'blue' });
    // The hash that AWS gives for this attribute.
    expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');

    const [message] = await receive({ MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['time.*'] });
    expect(message).toMatchObject({ MessageId: sent.MessageId, Body: 'grüße 👋', MessageAttributes });
    expect(message?.Attributes).toEqual({
      SenderId: ACCOUNT,
      SentTimestamp: String(clock),
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: String(clock),
      MessageGroupId: 'blue',
    });

    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    advance(31);
    expect(await receive()).toEqual([]);
    expect(service.depth('work')).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
  });

  test('only the attributes that were asked for are received, binary ones unchanged', async () => {
    const BinaryValue = Uint8Array.of(0, 255, 7);
    await send('x', {
      MessageAttributes: {
        'trace.id': { DataType: 'String', StringValue: 'abc' },
        'trace.raw': { DataType: 'Binary', BinaryValue },
        other: { DataType: 'String', StringValue: 'no' },
      },
    });
    const [message] = await receive({
      MessageAttributeNames: ['trace.*'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    });
    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(['trace.id', 'trace.raw']);
    expect(message?.MessageAttributes?.['trace.raw']?.BinaryValue).toEqual(BinaryValue);
    expect(Object.keys(message?.Attributes ?? {})).toEqual(['SentTimestamp']);
  });

  test('a delayed message becomes visible when its delay is over', async () => {
    await send('later', { DelaySeconds: 900 });
    expect(service.depth('work')).toEqual({ visible: 0, delayed: 1, inFlight: 0 });
    advance(899);
    expect(await bodies()).toEqual([]);
    advance(1);
    expect(await bodies()).toEqual(['later']);
  });

  test("a queue's delay applies to messages that have none of their own", async () => {
    service.createQueue({ name: 'work', visibilityTimeout: 30, delay: 5 });
    await send('default');
    await send('now', { DelaySeconds: 0 });
    expect(await bodies()).toEqual(['now']);
    advance(5);
    expect(await bodies()).toEqual(['default']);
  });

  test('a message is hidden for its visibility timeout, which a receive or a change may set', async () => {
    await send('x');
    const [first] = await receive({ VisibilityTimeout: 10 });
    expect(service.depth('work')).toEqual({ visible: 0, delayed: 0, inFlight: 1 });
    const change = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 60 };
    await client.send(new ChangeMessageVisibilityCommand(change));
    advance(59);
    expect(await receive()).toEqual([]);
    await client.send(new ChangeMessageVisibilityCommand({ ...change, VisibilityTimeout: 0 }));
    expect(await bodies()).toEqual(['x']);
    await expect(client.send(new ChangeMessageVisibilityCommand(change))).rejects.toMatchObject({
      name: 'MessageNotInflight',
    });
  });

  test('with a visibility timeout of 0 each message is received once per call', async () => {
    await sendAll(['a', 'b']);
    expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['a', 'b']);
    advance(1);
    expect(await bodies()).toEqual(['a', 'b']);
  });

  test('an outdated receipt handle deletes nothing', async () => {
    await send('x');
    const [outdated] = await receive();
    advance(30);
    await receive();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: outdated?.ReceiptHandle }));
    expect(service.depth('work').inFlight).toBe(1);
  });
});

describe('redrive', () => {
  test('a message received too often moves to the dead-letter queue and keeps its identity', async () => {
    const { MessageId } = await send('poison');
    for (const _ of [1, 2]) {
      expect(await bodies()).toEqual(['poison']);
      advance(30);
    }
    expect(await bodies()).toEqual([]);
    const [dead] = await receive({
      QueueUrl: QueueUrl.replace('work', 'dead'),
      MessageSystemAttributeNames: ['All'],
    });
    expect(dead).toMatchObject({
      MessageId,
      Body: 'poison',
      Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: arn('sqs', 'work') },
    });
  });
});

describe('fair queues', () => {
  test('take turns between message groups, so that a flood in one does not delay the others', async () => {
    for (const round of [1, 2]) {
      const flood = Array.from({ length: 10 }, (_, n) => `flood ${round}.${n}`);
      await sendAll(flood, { MessageGroupId: 'flood' });
    }
    await sendAll(['small 1', 'small 2'], { MessageGroupId: 'small' });
    await sendAll(['lone 1']);
    expect(await bodies({ MaxNumberOfMessages: 5 })).toEqual([
      'flood 1.0',
      'small 1',
      'lone 1',
      'flood 1.1',
      'small 2',
    ]);
    await send('other 1', { MessageGroupId: 'other' });
    expect(await bodies({ MaxNumberOfMessages: 2 })).toEqual(['flood 1.2', 'other 1']);
  });
});

describe('a long poll', () => {
  test('ends the moment a message is sent, its delay ends or it becomes visible again', async () => {
    clock = undefined;
    const polled = receive({ WaitTimeSeconds: 20 });
    await send('sent');
    expect((await polled)[0]?.Body).toBe('sent');

    await send('due', { DelaySeconds: 1 });
    const [due] = await receive({ WaitTimeSeconds: 20 });
    expect(due?.Body).toBe('due');

    const again = receive({ WaitTimeSeconds: 20 });
    const change = { QueueUrl, ReceiptHandle: due?.ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new ChangeMessageVisibilityCommand(change));
    expect((await again)[0]?.Body).toBe('due');
  });

  test('ends when a receive moves a message to the dead-letter queue that it waits at', async () => {
    await send('poison');
    const dead = service.receive('dead', { max: 1, waitMs: Infinity });
    for (const _ of [1, 2, 3]) {
      await receive();
      advance(30);
    }
    expect((await dead)[0]?.Body).toBe('poison');
  });

  test('ends without a message when its time is over or its signal is aborted', async () => {
    clock = undefined;
    expect(await receive({ WaitTimeSeconds: 1 })).toEqual([]);
    const stop = new AbortController();
    const waiting = service.receive('work', { max: 1, waitMs: Infinity, signal: stop.signal });
    stop.abort();
    expect(await waiting).toEqual([]);
  });
});

describe('a batch', () => {
  test('succeeds or fails entry by entry', async () => {
    const answer = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'a' },
          { Id: 'late', MessageBody: 'b', DelaySeconds: 901 },
          { Id: 'odd', MessageBody: 'c\u0000' },
        ],
      }),
    );
    expect(answer.Successful?.map((entry) => entry.Id)).toEqual(['good']);
    expect(answer.Failed).toMatchObject([
      { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
      { Id: 'odd', Code: 'InvalidMessageContents', SenderFault: true },
    ]);
    const [message] = await receive();
    const removed = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'bad', ReceiptHandle: 'junk' },
        ],
      }),
    );
    expect(removed.Successful).toEqual([{ Id: 'good' }]);
    expect(removed.Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }]);
    expect(service.depth('work')).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
  });

  test.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' }))],
    ['BatchEntryIdsNotDistinct', [1, 2].map(() => ({ Id: 'same', MessageBody: 'x' }))],
    ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
    ['BatchRequestTooLong', ['1', '2'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }))],
  ])('is refused as a whole with %s', async (name, Entries) => {
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
    expect(service.depth('work').visible).toBe(0);
  });

  test('of 1 MiB is accepted', async () => {
    const answer = await sendAll(Array.from({ length: 8 }, () => 'x'.repeat(131_072)));
    expect(answer.Successful).toHaveLength(8);
  });
});

describe('a queue', () => {
  test('is found, listed, described and purged', async () => {
    await sendAll(['a', 'b']);
    expect((await client.send(new GetQueueUrlCommand({ QueueName: 'work' }))).QueueUrl).toBe(QueueUrl);
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(2);
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'wo' }))).QueueUrls).toEqual([QueueUrl]);
    const get = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    expect((await client.send(get)).Attributes).toEqual({
      QueueArn: arn('sqs', 'work'),
      CreatedTimestamp: '1700000000',
      VisibilityTimeout: '30',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 2 }),
    });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive()).toEqual([]);
  });

  test('keeps its messages and changes its settings when it is created again', async () => {
    await send('kept');
    service.createQueue({ name: 'work', visibilityTimeout: 5 });
    expect(await bodies()).toEqual(['kept']);
    advance(5);
    expect(await bodies()).toEqual(['kept']);
  });

  test.each([
    ['QueueDoesNotExist', new SendMessageCommand({ QueueUrl: 'http://x/1/none', MessageBody: 'x' })],
    ['InvalidParameterValue', new SendMessageCommand({ QueueUrl: 'work', MessageBody: 'x', DelaySeconds: 901 })],
    ['InvalidParameterValue', new SendMessageCommand({ QueueUrl: 'work', MessageBody: 'x'.repeat(1_048_577) })],
    ['InvalidParameterValue', new ReceiveMessageCommand({ QueueUrl: 'work', MaxNumberOfMessages: 11 })],
    ['MissingParameter', new SendMessageCommand({ QueueUrl: 'work', MessageBody: undefined })],
    ['InvalidMessageContents', new SendMessageCommand({ QueueUrl: 'work', MessageBody: '\uFFFF' })],
    ['ReceiptHandleIsInvalid', new DeleteMessageCommand({ QueueUrl: 'work', ReceiptHandle: 'junk' })],
  ])('an invalid request is answered with %s', async (name, command) => {
    const direct = new SQSClient({ ...clientOptions(endpoint.url), useQueueUrlAsEndpoint: false });
    await expect(direct.send(command as SendMessageCommand)).rejects.toMatchObject({ name });
    direct.destroy();
  });

  test('is the resource of the IAM action, which for a batch is that of the single call', () => {
    const resource = arn('sqs', 'work');
    const input = { QueueUrl };
    expect(service.permissions('SendMessageBatch', input)).toEqual([{ action: 'sqs:SendMessage', resource }]);
    expect(service.permissions('DeleteMessageBatch', input)).toEqual([{ action: 'sqs:DeleteMessage', resource }]);
    expect(service.permissions('GetQueueUrl', { QueueName: 'work' })).toEqual([
      { action: 'sqs:GetQueueUrl', resource },
    ]);
  });
});

test('a new process continues with the queues of the last one, whose messages in flight come back after 20 s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = () => {
    const file = new DatabaseSync(join(folder, 'queues.db'));
    const queues = sqs({ db: file, baseUrl, now });
    queues.createQueue({ name: 'work', visibilityTimeout: 600 });
    return { file, queues };
  };
  const { file, queues } = open();
  await queues.handle('SendMessage', { QueueUrl, MessageBody: 'in flight' });
  await queues.handle('SendMessage', { QueueUrl, MessageBody: 'delayed', DelaySeconds: 60 });
  expect(await queues.receive('work', { max: 10 })).toHaveLength(1);
  file.close();

  const { file: reopened, queues: after } = open();
  expect(after.depth('work')).toEqual({ visible: 0, delayed: 1, inFlight: 1 });
  advance(20);
  const [again] = await after.receive('work', { max: 10 });
  expect(again).toMatchObject({ Body: 'in flight', Attributes: { ApproximateReceiveCount: '2' } });
  after.remove('work', [again?.ReceiptHandle ?? '']);
  advance(40);
  expect((await after.receive('work', { max: 10 })).map((message) => message.Body)).toEqual(['delayed']);
  reopened.close();
});
