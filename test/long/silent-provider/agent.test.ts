import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';

import { lastingPort } from '../../../local/aws/test/lasting-port.ts';
import { buttonToken } from '../../../shared/message/message-token.ts';
import type { Json } from '../../support/api.ts';
import { reportOf, sentBy } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { inboundsOf, tap, tell } from '../../support/inbound.ts';
import { ended } from '../../support/jobs.ts';
import { sentTo, type Sent } from '../../support/sent.ts';
import { newTenant, type TestTenant } from '../../support/tenant.ts';
import { startReceiver, verified } from '../../support/webhook-receiver.ts';
import { herald } from './herald.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let tenant: TestTenant;
beforeEach(async () => {
  [receiver, tenant] = await Promise.all([startReceiver(), newTenant(herald)]);
});
afterEach(() => receiver.close());

const FALLBACK = 'We will write to you, {{name | default: "friend"}}.';

async function endpoint(url = receiver.url): Promise<Json> {
  return (await tenant.call('POST /v1/webhook-endpoints', { body: { url, events: ['alert.raised'] } })).body;
}

/** Somebody who has a campaign's message with a button for this agent. */
function withAgent({ id }: Json, more: object = {}): Promise<Sent> {
  const action = { type: 'agent', webhook_endpoint_id: id, timeout_seconds: 1, fallback: FALLBACK, ...more };
  return sentTo(tenant, { buttons: [{ id: 'ask', title: 'Ask us', type: 'reply', action }] });
}

async function tapped(sent: Sent): Promise<void> {
  const ButtonPayload = buttonToken({ campaign_id: sent.campaign.id, customer_id: sent.customer.id }, 0);
  expect((await tap(tenant, sent, { ButtonPayload })).status).toBe(200);
}

/** What came of the newest tap, once it is known. */
function outcomeOf({ campaign }: Sent): Promise<Json> {
  return eventually(async () => {
    const { body } = await tenant.call(`GET /v1/campaigns/${campaign.id}/interactions`);
    expect(body.data[0]?.agent_outcome).toEqual(expect.any(String));
    return [body.data[0].agent_outcome, body.data[0].agent_reason];
  });
}

const replying = (answer: string) => receiver.doing((response) => response.end(answer));
const texts = async () => (await sentBy(tenant)).map(({ text }) => text);

test('a tap and the person’s words go to the agent, signed; its answer is theirs, once, and the report counts it', async () => {
  const agent = await endpoint();
  const sent = await withAgent(agent);
  await tell(tenant, sent, { Body: 'Do you have rye bread?' });
  await eventually(async () => expect(await inboundsOf(tenant, sent.customer.id)).toHaveLength(1));
  replying(JSON.stringify({ reply: { message: 'Yes, until noon.' } }));
  await tapped(sent);
  expect(await outcomeOf(sent)).toEqual(['answered', null]);
  expect(await texts()).toEqual(['Yes, until noon.']);
  expect(receiver.received).toHaveLength(1);
  const asked = verified(receiver.received[0]!, agent.secret);
  expect(asked).toMatchObject({
    type: 'button.agent',
    data: {
      campaign: { id: sent.campaign.id },
      button: { id: 'ask', title: 'Ask us' },
      customer: { id: sent.customer.id },
      words: [{ text: 'Do you have rye bread?', campaign_id: sent.campaign.id }],
    },
  });
  expect(JSON.stringify(asked)).not.toContain(sent.customer.phone_number);
  await eventually(async () => {
    const [{ agent: counted }] = (await reportOf(tenant, sent.campaign.id)).button_analytics.buttons;
    expect(counted).toMatchObject({ answered: 1, fallback: 0, reasons: {} });
  });
  // Words are no tap: no agent is asked, and nobody answers an answer.
  await tell(tenant, sent, { Body: 'Thanks!' });
  await eventually(async () => expect(await inboundsOf(tenant, sent.customer.id)).toHaveLength(3));
  await tapped(sent);
  await eventually(async () => expect(await texts()).toHaveLength(2));
  expect(receiver.received).toHaveLength(2);
  expect(JSON.parse(receiver.received[1]!.body).data.words).toHaveLength(2);
});

test('an agent that is slow, down, endless, forged or gone leaves the fallback, and the tap says why', async () => {
  const agent = await endpoint();
  const sent = await withAgent(agent);
  const one = async (expected: string) => {
    const before = (await texts()).length;
    await tapped(sent);
    await eventually(async () => expect(await texts()).toHaveLength(before + 1));
    expect(await outcomeOf(sent)).toEqual(['fallback', expected]);
  };
  receiver.doing(() => undefined);
  await one('timeout');
  receiver.doing((response) => response.destroy());
  await one('unreachable');
  replying('x'.repeat(10_000_000));
  await one('too_long');
  receiver.answering(302, { location: 'https://elsewhere.example' });
  await one('bad_status');
  replying('<html><b>Hello</b></html>');
  await one('invalid');
  replying(JSON.stringify({ reply: { message: 'Pay here \u202egro.live' } }));
  await one('invalid');
  replying(JSON.stringify({ reply: { message: 'Hi' }, to: '+15550001111' }));
  await one('invalid');
  await tenant.call(`PATCH /v1/webhook-endpoints/${agent.id}`, { body: { status: 'disabled' } });
  await one('endpoint_disabled');
  await tenant.call(`DELETE /v1/webhook-endpoints/${agent.id}`);
  await one('endpoint_missing');
  expect(new Set(await texts())).toEqual(new Set(['We will write to you, Ana.']));
});

test.each([
  ['opted out', (sent: Sent) => tell(tenant, sent, { Body: 'STOP' }), 'opted_out'],
  [
    'was erased',
    async ({ customer }: Sent) => ended(tenant.call, await tenant.call(`DELETE /v1/customers/${customer.id}`)),
    'customer_deleted',
  ],
] as const)('nothing is sent to whoever %s while the agent thought', async (_, leave, reason) => {
  const sent = await withAgent(await endpoint(), { timeout_seconds: 10 });
  const asked = Promise.withResolvers<() => void>();
  receiver.doing((response) => asked.resolve(() => response.end(JSON.stringify({ reply: { message: 'Welcome!' } }))));
  await tapped(sent);
  const answer = await asked.promise;
  await leave(sent);
  answer();
  expect(await outcomeOf(sent)).toEqual(['skipped', reason]);
  expect(await texts()).toEqual([]);
});

test('a campaign may not name an agent that is nobody’s, or somebody else’s', async () => {
  const other = await newTenant(herald);
  const { body: theirs } = await other.call('POST /v1/webhook-endpoints', { body: { url: receiver.url } });
  for (const id of [theirs.id, 'whe_01KB2QW6ZC8N4T5V7X9Y1A3B5D']) {
    const action = { type: 'agent', webhook_endpoint_id: id, fallback: 'Later.' };
    const buttons = [{ id: 'ask', title: 'Ask', type: 'reply', action }];
    const refused = await tenant.call('POST /v1/campaigns', { body: { name: 'N', message_content: 'M', buttons } });
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'buttons.0.action.webhook_endpoint_id', code: 'not_found' }] },
    });
  }
});

test('examples/agent.mjs answers taps, and nobody whose signature is not Herald’s', async () => {
  const port = await lastingPort();
  const url = `http://127.0.0.1:${port}`;
  const agent = await endpoint(url);
  const child = spawn(process.execPath, ['examples/agent.mjs'], {
    env: { ...process.env, PORT: String(port), HERALD_WEBHOOK_SECRET: agent.secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  expect(line).toContain(String(port));

  const sent = await withAgent(agent, { timeout_seconds: 10 });
  await tapped(sent);
  expect(await outcomeOf(sent)).toEqual(['answered', null]);
  expect(await texts()).toEqual(['You tapped "Ask us". Shall we keep a rye bread for you until Saturday?']);
  await tell(tenant, sent, { Body: 'I want to talk to a person' });
  await eventually(async () => expect(await inboundsOf(tenant, sent.customer.id)).toHaveLength(2));
  await tapped(sent);
  await eventually(async () => expect(await outcomeOf(sent)).toEqual(['silent', null]));
  expect(await texts()).toHaveLength(1);

  const headers = { 'webhook-id': 'agt_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) };
  const forged = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'webhook-signature': 'v1,AAAA' },
    body: '{"type":"button.agent"}',
  });
  expect(forged.status).toBe(400);
});
