import { DatabaseSync } from 'node:sqlite';

import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { ACCOUNT, ServiceError, type AwsService } from '../../../local/aws/services/service.ts';
import { sqs, type SqsService } from '../../../local/aws/services/sqs.ts';
import { chunk, type Chunk } from '../../../shared/run/chunk.ts';
import { sqsSendQueue } from '../../../shared/run/sqs.send-queue.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { clientOptions, serve } from '../../support/serve.ts';
import { START, thrown } from '../fixtures.ts';

let clock: number;
let service: SqsService;
let endpoint: Endpoint;
let client: SQSClient;
let QueueUrl: string;
/** What stands between the client and the queue. */
let between: (operation: string, input: Record<string, unknown>, go: () => Promise<object>) => Promise<object>;

beforeEach(async () => {
  clock = START;
  between = (_operation, _input, go) => go();
  service = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => endpoint.url, now: () => clock });
  service.createQueue({ name: 'sends', visibilityTimeout: 3_600 });
  const watched: AwsService = {
    ...service,
    handle: (operation, input, ...rest: []) =>
      between(operation, input, async () => await service.handle(operation, input, ...rest)),
  };
  endpoint = await serve(watched);
  leadClientsTo(endpoint.url);
  client = new SQSClient(clientOptions(endpoint.url));
  QueueUrl = `${endpoint.url}/${ACCOUNT}/sends`;
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const chunkOf = (slot_at: number, more: Partial<Chunk> = {}): Chunk => ({
  id: ids.next('chk'),
  tenant_id: ids.next('ten'),
  campaign_id: ids.next('cmp'),
  lane: 0,
  recipients: [ids.next('cus')],
  messages: 1,
  rate: 80,
  late: 0,
  failures: 0,
  slot_at,
  ...more,
});

async function received() {
  const answer = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['MessageGroupId'] }),
  );
  return answer.Messages ?? [];
}

test('a page of chunks goes in batches of ten, each once and whole', async () => {
  const sizes: number[] = [];
  between = (_, input, go) => (sizes.push((input['Entries'] as unknown[]).length), go());
  const chunks = Array.from({ length: 23 }, () => chunkOf(START));
  await sqsSendQueue(QueueUrl).add(chunks, START);
  expect(sizes).toEqual([10, 10, 3]);
  between = (_operation, _input, go) => go();
  const found: Chunk[] = [];
  for (let some = await received(); some.length > 0; some = await received())
    found.push(...some.map(({ Body }) => chunk.parse(JSON.parse(Body!))));
  expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(chunks);
});

test('nothing makes no request', async () => {
  let requests = 0;
  between = (_operation, _input, go) => ((requests += 1), go());
  await sqsSendQueue(QueueUrl).add([], START);
  expect(requests).toBe(0);
});

test('a tenant is a message group', async () => {
  const one = chunkOf(START);
  await sqsSendQueue(QueueUrl).add([one], START);
  expect((await received())[0]?.Attributes).toEqual({ MessageGroupId: one.tenant_id });
});

test.each([
  [-5_000, 0],
  [0, 0],
  [1_299, 0],
  [1_300, 1],
  [60_000, 59],
  [840_000, 839],
  [2_000_000, 900],
])('a chunk whose slot is %i ms ahead is delayed by %i s, never past its slot', async (ahead, delay) => {
  await sqsSendQueue(QueueUrl).add([chunkOf(START + ahead)], START);
  clock = START + delay * 1_000 - 1;
  expect(await received()).toHaveLength(0);
  clock += 1;
  expect(await received()).toHaveLength(1);
});

test('what the queue could not take is sent again, and nothing else', async () => {
  const asked: string[][] = [];
  between = async (_, input, go) => {
    const entries = input['Entries'] as { Id: string }[];
    asked.push(entries.map(({ Id }) => Id));
    if (asked.length > 1) return go();
    const [first, ...others] = entries;
    const taken = await service.handle('SendMessageBatch', { ...input, Entries: others });
    return { ...taken, Failed: [{ Id: first!.Id, Code: 'InternalError', SenderFault: false }] };
  };
  await sqsSendQueue(QueueUrl).add(
    Array.from({ length: 12 }, () => chunkOf(START)),
    START,
  );
  expect(asked).toEqual([
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    ['0', '10', '11'],
  ]);
  expect(service.depth('sends')).toMatchObject({ visible: 12 });
});

test('what the queue refuses, and what it cannot do, is an error: the page is planned again', async () => {
  between = async (_, input) => ({
    Failed: (input['Entries'] as { Id: string }[]).map(({ Id }) => ({ Id, Code: 'Bad', SenderFault: true })),
  });
  expect((await thrown(() => sqsSendQueue(QueueUrl).add([chunkOf(START)], START))).message).toContain('refused');
  between = () => Promise.reject(new ServiceError('AWS.SimpleQueueService.NonExistentQueue', 'no'));
  await expect(sqsSendQueue(QueueUrl).add([chunkOf(START)], START)).rejects.toThrow();
});
