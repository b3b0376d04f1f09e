import { DatabaseSync } from 'node:sqlite';

import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { ACCOUNT } from '../../../local/aws/services/service.ts';
import { sqs } from '../../../local/aws/services/sqs.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { deliveryReference } from '../../../shared/webhook/delivery.ts';
import { sqsDelayQueue } from '../../../shared/platform/sqs.delay-queue.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { clientOptions, serve } from '../../support/serve.ts';
import { START } from '../fixtures.ts';

let clock: number;
let endpoint: Endpoint;
let client: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  clock = START;
  const service = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => endpoint.url, now: () => clock });
  service.createQueue({ name: 'deliveries', visibilityTimeout: 3_600 });
  endpoint = await serve(service);
  leadClientsTo(endpoint.url);
  client = new SQSClient(clientOptions(endpoint.url));
  QueueUrl = `${endpoint.url}/${ACCOUNT}/deliveries`;
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const reference = { tenant_id: ids.next('ten'), endpoint_id: ids.next('whe'), delivery_id: ids.next('dlv') };

async function received() {
  const MessageSystemAttributeNames = ['MessageGroupId' as const];
  return (await client.send(new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames }))).Messages ?? [];
}

test('a delivery is queued by its reference, with its tenant as the message group', async () => {
  await sqsDelayQueue(QueueUrl).add(reference, START, START);
  const [message] = await received();
  expect(deliveryReference.parse(JSON.parse(message!.Body!))).toEqual(reference);
  expect(message!.Attributes).toEqual({ MessageGroupId: reference.tenant_id });
});

test.each([
  [-5_000, 0],
  [0, 0],
  [1, 1],
  [5_000, 5],
  [60_001, 61],
  [900_000, 900],
  [36_000_000, 900],
])('a message that is due in %i ms is delayed by %i s', async (ahead, delay) => {
  await sqsDelayQueue(QueueUrl).add(reference, START + ahead, START);
  clock = START + delay * 1_000 - 1;
  expect(await received()).toHaveLength(0);
  clock += 1;
  expect(await received()).toHaveLength(1);
});
