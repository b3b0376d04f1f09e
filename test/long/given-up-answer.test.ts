/** Taps for an agent whose attempts all fail, through the real queues: each becomes a dead letter, is given up, and gets no late answer. */
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

import { buttonToken } from '../../shared/message/message-token.ts';
import type { Json } from '../support/api.ts';
import { sentBy } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald } from '../support/herald.ts';
import { tap } from '../support/inbound.ts';
import { sentTo, tapsOf, type Sent } from '../support/sent.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const FALLBACK = 'We will write to you.';

const herald = await startTestHerald({
  settings: { privateWebhookTargets: true },
  standIn: { callbackDelayMs: { min: 3_600_000, max: 3_600_000 } },
});
const { faults, functionArn, sqs } = herald.stack;
afterAll(() => herald.close());

const client = new SQSClient(herald.installation.access);
const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
const [queue, deadLetters] = [/AgentsQueue/, /AgentsDeadLetters/].map((name) =>
  QueueUrls.find((url) => name.test(url))!,
);
const nameOf = (url = '') => url.split('/').at(-1)!;

// What fails is delivered again after a second, not after six minutes: the attempts are as many.
sqs.createQueue({ name: nameOf(deadLetters), visibilityTimeout: 2 });
sqs.createQueue({
  name: nameOf(queue),
  visibilityTimeout: 1,
  redrive: { deadLetterArn: nameOf(deadLetters), maxReceiveCount: 5 },
});

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let tenant: TestTenant;
let sent: Sent;
beforeEach(async () => {
  [receiver, tenant] = await Promise.all([startReceiver(), newTenant(herald)]);
  // An agent that never answers.
  receiver.doing(() => undefined);
  const endpoint = { url: receiver.url, events: ['alert.raised'] };
  const { body: agent } = await tenant.call('POST /v1/webhook-endpoints', { body: endpoint });
  const action = { type: 'agent', webhook_endpoint_id: agent.id, timeout_seconds: 1, fallback: FALLBACK };
  sent = await sentTo(tenant, { buttons: [{ id: 'ask', title: 'Ask us', type: 'reply', action }] });
});
afterEach(async () => {
  faults.clear();
  await receiver.close();
});

/** Every such call of the function that answers fails. @param about what its request must contain */
function fail(operation: string, about = ''): void {
  const error = { when: 'before', action: 'error', status: 400, code: 'ValidationException' } as const;
  const match = (input: unknown) => JSON.stringify(input).includes(about);
  faults.add({ service: 'dynamodb', caller: functionArn('agent.answer'), operation, match, ...error });
}

async function tapped(): Promise<void> {
  const ButtonPayload = buttonToken({ campaign_id: sent.campaign.id, customer_id: sent.customer.id }, 0);
  expect((await tap(tenant, sent, { ButtonPayload })).status).toBe(200);
}

const outcome = () =>
  eventually(async () => {
    const { body } = await tenant.call(`GET /v1/campaigns/${sent.campaign.id}/interactions`);
    const [{ agent_outcome, agent_reason }] = body.data as Json[];
    expect(agent_outcome).toEqual(expect.any(String));
    return [agent_outcome, agent_reason];
  });
const texts = async () => (await sentBy(tenant)).map(({ text }) => text);

/** The queue has nothing under way any more. */
const atRest = () =>
  eventually(() => {
    for (const url of [queue, deadLetters])
      expect(sqs.depth(nameOf(url))).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  });

test('a tap whose attempts all fail is marked as failed, and gets nothing, also when it is delivered once more', async () => {
  fail('PutItem');
  await tapped();
  expect(await outcome()).toEqual(['failed', 'attempts_failed']);
  expect(faults.counts().error).toBe(5);
  faults.clear();
  const [{ id } = { id: '' }] = await tapsOf(tenant, sent.campaign.id);
  const again = {
    ...{ id: `evt_${id}`, type: 'campaign.button_clicked', tenant_id: tenant.id, timestamp: new Date().toISOString() },
    data: {
      ...{ campaign: { id: sent.campaign.id, name: 'Spring' }, variant: null, customer: { id: sent.customer.id } },
      button: { id: 'ask', title: 'Ask us', type: 'reply' },
      interaction: { id, message_id: sent.message_id, source: 'inbound', clicked_at: new Date().toISOString() },
      action: sent.campaign.buttons[0].action,
    },
  };
  await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(again) }));
  await atRest();
  expect(await outcome()).toEqual(['failed', 'attempts_failed']);
  expect([await texts(), receiver.received.length]).toEqual([[], 0]);
});

test('the fallback of an agent that never answers is out once, though its function fails after it was sent', async () => {
  // What settles the answer once the provider has it.
  fail('UpdateItem', '"accepted"');
  await tapped();
  await eventually(async () => expect(await texts()).toEqual([FALLBACK]));
  expect(await outcome()).toEqual(['unknown', null]);
  faults.clear();
  await atRest();
  expect(await texts()).toEqual([FALLBACK]);
  expect(receiver.received).toHaveLength(1);
});
