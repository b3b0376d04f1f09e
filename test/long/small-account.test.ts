/**
 * A stage's `accountConcurrency`: a campaign in an account that runs ten functions at a time, while others keep nine of them; and what
 * follows from events, by way of the queue that its consumers share.
 */
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import {
  messagesOf,
  reached,
  recipientsOf,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald, type TestHerald } from '../support/herald.ts';
import { tap } from '../support/inbound.ts';
import { numbers } from '../support/people.ts';
import { sentTo } from '../support/sent.ts';
import { addCustomers, importCustomers, newTenant, type TestTenant } from '../support/tenant.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const PEOPLE = 300;
/** They leave one execution of ten to everything else. */
const CALLERS = 9;
const QUESTIONS = 25;
const SLOW_MS = 300;

/** Those whose queues are one here, until a message fails. */
const SHARING = ['reply.dispatch', 'webhook.fan_out', 'failure.follow_up', 'message.reconcile'];

let herald: TestHerald;
let queues: string[];
beforeAll(async () => {
  herald = await startTestHerald({
    settings: {
      ...{ accountConcurrency: 10, senderTimeoutSeconds: 5, reconcileAfterSeconds: [1, 2, 4] },
      privateWebhookTargets: true,
    },
  });
  const { QueueUrls = [] } = await new SQSClient(herald.installation.access).send(new ListQueuesCommand({}));
  queues = QueueUrls.map((url) => url.split('/').at(-1)!);
});
afterAll(() => herald.close());

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  herald.stack.faults.clear();
  herald.standIn.faults.clear();
  await receiver.close();
});

const EMPTY = { visible: 0, delayed: 0, inFlight: 0 };
const depthOf = (name: string) => [name, herald.stack.sqs.depth(name)];
const calls = (id: string) => herald.stack.runtime.stats(herald.stack.functionArn(id)).invocations;
const callsOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, calls(id)]));
const told = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
const textsOf = async (tenant: TestTenant) => (await sentBy(tenant)).map(({ text }) => text);

/** A tenant whose webhook endpoint asks for these events. */
async function listeningFor(...events: string[]): Promise<TestTenant> {
  const tenant = await newTenant(herald);
  const { status } = await tenant.call('POST /v1/webhook-endpoints', { body: { url: receiver.url, events } });
  expect(status).toBe(200);
  return tenant;
}

/** Somebody who has tapped a button that answers by itself. */
async function tapped(tenant: TestTenant): Promise<void> {
  const action = { type: 'auto_reply', message: 'Thank you!' };
  const sent = await sentTo(tenant, { buttons: [{ id: 'yes', title: 'Yes please', type: 'reply', action }] });
  expect((await tap(tenant, sent)).status).toBe(200);
}

/** Every such call of these functions fails. */
function fail(ids: readonly string[], operation: string): void {
  const error = { when: 'before', action: 'error', status: 400, code: 'ValidationException' } as const;
  for (const id of ids)
    herald.stack.faults.add({ service: 'dynamodb', caller: herald.stack.functionArn(id), operation, ...error });
}

test('a campaign in an account of ten executions reaches everyone once beside nine that others keep busy, and nothing is given up', async () => {
  const tenant = await newTenant(herald, { rate: 20 });
  await importCustomers(tenant, PEOPLE);
  const headers = { authorization: `Bearer ${tenant.api_key}` };
  const { id } = await startCampaign(tenant);

  const caller = herald.stack.functionArn('tenant.read');
  herald.stack.faults.add({ service: 'dynamodb', caller, when: 'before', action: 'delay', delayMs: SLOW_MS });
  const asked = await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      const answers: number[] = [];
      while (answers.length < QUESTIONS) answers.push((await fetch(`${herald.url}/v1/tenant`, { headers })).status);
      return answers;
    }),
  );
  herald.stack.faults.clear();
  await eventually(async () => expect(await recipientsOf(tenant)).toHaveLength(PEOPLE));

  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { accepted: PEOPLE, unknown: 0, failed: 0 });
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE).toSorted());
  expect((await messagesOf(tenant, id)).length).toBe(PEOPLE);
  expect(asked.flat().filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(herald.stack.runtime.stats().throttles).toBeGreaterThan(0);
  const dead = queues.filter((name) => !/Queue[0-9A-F]{8}$/.test(name));
  expect(dead.length).toBeGreaterThan(0);
  for (const name of dead) expect(depthOf(name)).toEqual([name, EMPTY]);
});

test('a tap is answered and told to a webhook by way of the shared queue, and the queues of their own stay empty', async () => {
  const before = callsOf(SHARING);
  const tenant = await listeningFor('campaign.button_clicked');
  await tapped(tenant);
  await eventually(async () =>
    expect([await textsOf(tenant), told()]).toEqual([['Thank you!'], ['campaign.button_clicked']]),
  );
  expect(callsOf(SHARING)).toEqual(before);
});

test('a failure is followed up and told to a webhook by way of the shared queue', async () => {
  const before = callsOf(SHARING);
  const tenant = await listeningFor('message.failed');
  const [{ id } = { id: '' }] = await addCustomers(tenant, numbers(1, 'failed'));
  await runCampaign(tenant);
  await eventually(async () => {
    const { body } = await tenant.call(`GET /v1/customers/${id}`);
    expect([body.suppressed?.code, told()]).toEqual(['63024', ['message.failed']]);
  });
  expect(callsOf(SHARING)).toEqual(before);
});

test('an unknown outcome comes by way of the shared queue, and is looked for', async () => {
  const before = calls('events.handle');
  const tenant = await newTenant(herald);
  await addCustomers(tenant, numbers(1, 'ignore'));
  herald.standIn.faults.creates('drop after');
  // The news would settle it, too: it is lost as well.
  fail(['webhook.status'], 'UpdateItem');
  const { id } = await runCampaign(tenant);
  const found = await eventually(async () => {
    const [message] = await messagesOf(tenant, id);
    expect(message.provider_sid).toMatch(/^SM/);
    return message;
  });
  expect((await sentBy(tenant)).map(({ sid }) => sid)).toEqual([found.provider_sid]);
  expect(calls('events.handle')).toBeGreaterThan(before);
});

test('a tap whose handler fails once is answered once, from the queue of its own', async () => {
  const before = calls('reply.dispatch');
  const tenant = await newTenant(herald);
  fail(['events.handle'], 'PutItem');
  await tapped(tenant);
  await eventually(async () => expect(await textsOf(tenant)).toEqual(['Thank you!']));
  expect(herald.stack.faults.counts().error).toBe(1);
  expect(calls('reply.dispatch')).toBe(before + 1);
});

test('a tap whose handler always fails is given up by the queue of its own', async () => {
  const named = (part: string) => queues.find((name) => name.includes(part))!;
  const [own, deadLetters] = [named('RepliesQueue'), named('RepliesDeadLetters')];
  // What fails is delivered again after a second, and given up after the five times of a large account.
  const redrive = { deadLetterArn: deadLetters, maxReceiveCount: 5 };
  herald.stack.sqs.createQueue({ name: own, visibilityTimeout: 1, redrive });
  const tenant = await newTenant(herald);
  fail(['events.handle', 'reply.dispatch'], 'PutItem');
  await tapped(tenant);
  await eventually(() => expect(depthOf(deadLetters)).toEqual([deadLetters, { ...EMPTY, visible: 1 }]));
  expect(herald.stack.faults.counts().error).toBe(1 + redrive.maxReceiveCount);
  // The tap's other followers may still be at it.
  for (const name of [own, named('SharedQueue'), named('SharedDeadLetters')])
    await eventually(() => expect(depthOf(name)).toEqual([name, EMPTY]));
  expect(await textsOf(tenant)).toEqual([]);
});
