import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { buttonToken } from '../../../shared/message/message-token.ts';
import { autoReplyStore } from '../../../shared/reaction/auto-reply.store.ts';
import type { Json } from '../../support/api.ts';
import { runCampaign, sentBy, totalsReached } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { tap, tell } from '../../support/inbound.ts';
import { sentTo, tapsOf, type Sent } from '../../support/sent.ts';
import { streamOf } from '../../support/stream.ts';
import { rowsOf, tableOf } from '../../support/table.ts';
import { newTenant, type TestTenant } from '../../support/tenant.ts';
import { startReceiver, verified } from '../../support/webhook-receiver.ts';
import { herald } from './herald.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let tenant: TestTenant;
beforeEach(async () => {
  [receiver, tenant] = await Promise.all([startReceiver(), newTenant(herald)]);
});
afterEach(() => receiver.close());

const AUTO_REPLY = { type: 'auto_reply', message: 'Welcome, {{name}}!' };

/** Reply buttons with these actions. */
function acting(...actions: readonly object[]): object {
  const buttons = actions.map((action, place) => ({
    id: `b${place}`,
    title: `Button ${place}`,
    type: 'reply',
    action,
  }));
  return { buttons };
}

/** The customer taps the campaign's button at this place. */
async function tapAt(sent: Sent, place: number): Promise<void> {
  const of = { campaign_id: sent.campaign.id, customer_id: sent.customer.id };
  const { title } = sent.campaign.buttons[place];
  const { status } = await tap(tenant, sent, { ButtonPayload: buttonToken(of, place), ButtonText: title, Body: title });
  expect(status).toBe(200);
}

async function endpoint(body: object = {}): Promise<Json> {
  return (await tenant.call('POST /v1/webhook-endpoints', { body: { url: receiver.url, ...body } })).body;
}

/** What the receiver was told of these types, each verified, once there are so many. */
function told({ secret }: Json, types: readonly string[]): Promise<Json[]> {
  return eventually(() => {
    const all = receiver.received.map((message): Json => verified(message, secret));
    expect(all.map(({ type }) => type).toSorted()).toEqual(types.toSorted());
    return types.map((type) => all.find((one) => one.type === type));
  });
}

function customerOf({ customer }: Sent): Promise<Json> {
  return tenant.call(`GET /v1/customers/${customer.id}`).then(({ body }) => body);
}

test('a tap is answered: auto reply, in the customer’s name, and with buttons', async () => {
  const buttons = [{ id: 'more', title: 'Tell me more' }];
  const media_url = 'https://example.com/map.png';
  const sent = await sentTo(tenant, acting(AUTO_REPLY, { ...AUTO_REPLY, buttons }, { type: 'auto_reply', media_url }));
  await tapAt(sent, 0);
  const [reply] = await eventually(async () => {
    const replies = await sentBy(tenant);
    expect(replies).toHaveLength(1);
    return replies;
  });
  expect(reply).toMatchObject({ to: `whatsapp:${sent.customer.phone_number}`, text: 'Welcome, Ana!' });
  await tapAt(sent, 1);
  await tapAt(sent, 2);
  await eventually(async () => {
    const [, ...others] = await sentBy(tenant);
    expect(others.map(({ rendered }) => rendered.actions ?? rendered.media)).toHaveLength(2);
    expect(others).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          text: 'Welcome, Ana!',
          rendered: expect.objectContaining({ actions: [expect.objectContaining(buttons[0])] }),
        }),
        expect.objectContaining({ request: expect.objectContaining({ MediaUrl: media_url }) }),
      ]),
    );
  });
  // An answer is none of the campaign's messages.
  await totalsReached(tenant, sent.campaign.id, { recipients: 1, replied: 0 });
});

test('a tap tags the customer', async () => {
  const sent = await sentTo(tenant, acting({ type: 'tag', tags: ['vip', 'spring'] }));
  await tapAt(sent, 0);
  await eventually(async () => expect((await customerOf(sent)).tags).toEqual(['vip', 'spring']));
});

test('a tap opts out, by the button, and no auto reply follows', async () => {
  const listening = await endpoint({ events: ['customer.opted_out'] });
  const sent = await sentTo(tenant, acting({ type: 'opt_out' }, AUTO_REPLY));
  await tapAt(sent, 0);
  const [event] = await told(listening, ['customer.opted_out']);
  expect(event.data).toMatchObject({
    campaign: { id: sent.campaign.id, name: sent.campaign.name },
    customer: { id: sent.customer.id },
    button_id: 'b0',
    source: 'button',
  });
  expect((await customerOf(sent)).consent).toMatchObject({ status: 'opted_out', source: 'button', text: 'Button 0' });
  const ledger = (await rowsOf(herald, tenant.id)).filter(
    ({ sk, status }) => String(sk).includes('con_') && status === 'opted_out',
  );
  expect(ledger).toMatchObject([{ campaign_id: sent.campaign.id, button_id: 'b0', source: 'button' }]);
  await totalsReached(tenant, sent.campaign.id, { opted_out: 1, replied: 0 });

  await tapAt(sent, 1);
  expect(await autoReplyTo(sent, 'b1')).toMatchObject({ status: 'skipped', status_reason: 'opted_out' });
  expect(await sentBy(tenant)).toEqual([]);
});

test('outside the 24 hours that follow the customer’s own words nothing is sent', async () => {
  const sent = await sentTo(tenant, acting(AUTO_REPLY));
  const body = { customer_id: sent.customer.id, button_id: 'b0' };
  await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/button-click`, { body });
  expect(await autoReplyTo(sent, 'b0')).toMatchObject({ status: 'skipped', status_reason: 'outside_window' });
  expect(await sentBy(tenant)).toEqual([]);
});

test('a tap is told to a webhook, signed, and to the named endpoint whatever it listens to', async () => {
  const named = await endpoint({ events: ['campaign.paused'] });
  const other = await startReceiver();
  await endpoint({ url: other.url, events: ['campaign.paused'] });
  const sent = await sentTo(tenant, acting({ type: 'webhook', webhook_endpoint_id: named.id }));
  await tapAt(sent, 0);
  const [event] = await told(named, ['campaign.button_clicked']);
  const [interaction] = await tapsOf(tenant, sent.campaign.id);
  expect(event).toEqual({
    type: 'campaign.button_clicked',
    timestamp: interaction?.clicked_at,
    data: {
      campaign: { id: sent.campaign.id, name: sent.campaign.name },
      variant: null,
      customer: { id: sent.customer.id },
      button: { id: 'b0', title: 'Button 0', type: 'reply' },
      interaction: {
        id: interaction?.id,
        message_id: sent.message_id,
        source: 'inbound',
        clicked_at: interaction?.clicked_at,
      },
      action: { type: 'webhook', webhook_endpoint_id: named.id },
    },
  });
  expect(receiver.received[0]?.headers['webhook-id']).toMatch(/^evt_/);
  expect(other.received).toEqual([]);
  await other.close();
});

test('whoever listens is told of everything, once each', async () => {
  const listening = await endpoint();
  const sent = await sentTo(tenant, acting({ type: 'event', name: 'wants_call' }));
  await tapAt(sent, 0);
  await tell(tenant, sent, { Body: 'Tomorrow, please' });
  await tell(tenant, sent, { Body: 'STOP' });
  const order = {
    customer_id: sent.customer.id,
    conversion_type: 'order',
    conversion_reference_id: 'A-1',
    value: '1',
    currency: 'EUR',
  };
  await tenant.call('POST /v1/conversions', { body: order });
  await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/pause`);
  await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/resume`);

  const started = ['campaign.started', 'campaign.paused'];
  const taps = [
    'campaign.button_clicked',
    'button.event',
    'customer.replied',
    'customer.opted_out',
    'conversion.recorded',
  ];
  const all = await told(listening, [...started, ...taps, 'campaign.completed']);
  for (const { data } of all) expect(data.campaign).toEqual({ id: sent.campaign.id, name: sent.campaign.name });
  const [interaction] = await tapsOf(tenant, sent.campaign.id);
  const of = (type: string) => all.find((one) => one.type === type).data;
  expect(of('button.event')).toMatchObject({
    name: 'wants_call',
    button: { id: 'b0' },
    customer: { id: sent.customer.id },
  });
  expect(of('customer.replied')).toMatchObject({ text: 'Tomorrow, please', interaction_id: interaction?.id });
  expect(of('customer.opted_out')).toMatchObject({ source: 'whatsapp', button_id: null });
  expect(of('conversion.recorded')).toMatchObject({ interaction_id: interaction?.id, value: '1', currency: 'EUR' });
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a run tells that it started and completed', async () => {
  const listening = await endpoint({ events: ['campaign.started', 'campaign.completed'] });
  const { id } = await runCampaign(tenant);
  const [started, completed] = await told(listening, ['campaign.started', 'campaign.completed']);
  expect([started.data, completed.data]).toMatchObject([
    { campaign: { id }, status: 'sending' },
    { campaign: { id }, status: 'completed' },
  ]);
});

test('an event that is published twice leads to one auto reply and one webhook', async () => {
  const listening = await endpoint({ events: ['campaign.button_clicked'] });
  const sent = await sentTo(tenant, acting(AUTO_REPLY));
  await tapAt(sent, 0);
  expect(await autoReplyTo(sent, 'b0')).toMatchObject({ status: 'accepted' });
  await Promise.all([republish(sent), republish(sent)]);
  await drained();
  expect(await sentBy(tenant)).toHaveLength(1);
  const { body } = await tenant.call(`GET /v1/webhook-endpoints/${listening.id}/deliveries`);
  expect(body.data).toHaveLength(1);
  await told(listening, ['campaign.button_clicked']);
});

// The last one here: what meets a claim in other hands stays in flight for minutes, and no queue is empty meanwhile.
test('an event that several dispatchers have at once leads to one auto reply', async () => {
  const sent = await sentTo(tenant, acting(AUTO_REPLY));
  await tapAt(sent, 0);
  await Promise.all([dispatch(sent), dispatch(sent), dispatch(sent)]);
  await eventually(async () => expect(await dispatch(sent)).toBe(false));
  expect(await autoReplyTo(sent, 'b0')).toMatchObject({ status: 'accepted' });
  expect(await sentBy(tenant)).toHaveLength(1);
});

/** Hands the event of the campaign's only tap to the dispatcher, as its queue would. @returns whether it would come again */
async function dispatch({ campaign, customer }: Sent): Promise<boolean> {
  const [interaction] = await tapsOf(tenant, campaign.id);
  const [{ action, ...button }] = campaign.buttons;
  const data = {
    campaign: { id: campaign.id, name: campaign.name },
    variant: null,
    customer,
    button,
    interaction,
    action,
  };
  const event = {
    id: 'evt_1',
    type: 'campaign.button_clicked',
    tenant_id: tenant.id,
    timestamp: interaction?.clicked_at,
    data,
  };
  const Records = [{ messageId: 'by hand', body: JSON.stringify(event) }];
  const answer = await herald.stack.runtime.invoke(herald.stack.functionArn('reply.dispatch'), { Records });
  return (answer as { batchItemFailures: unknown[] }).batchItemFailures.length > 0;
}

/** Hands the campaign's taps to the publisher once more, as their stream would after a failure. */
async function republish({ campaign }: Sent): Promise<void> {
  const records = await streamOf(herald, `TENANT#${tenant.id}#CAMPAIGN#${campaign.id}`);
  const Records = records.filter(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S?.startsWith('INTERACTION#'));
  expect(Records).toHaveLength(1);
  await herald.stack.runtime.invoke(herald.stack.functionArn('events.publish'), { Records });
}

/** Once nothing is left in the queues between the bus and who acts on it. */
async function drained(): Promise<void> {
  const sqs = new SQSClient(herald.installation.access);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const between = QueueUrls.filter((url) => /Repl|Event/.test(url));
  expect(between.length).toBeGreaterThanOrEqual(2);
  await eventually(async () => {
    for (const QueueUrl of between) {
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      expect([QueueUrl, Attributes]).toMatchObject([
        QueueUrl,
        {
          ApproximateNumberOfMessages: '0',
          ApproximateNumberOfMessagesNotVisible: '0',
          ApproximateNumberOfMessagesDelayed: '0',
        },
      ]);
    }
  });
}

/** What became of the answer to the only tap on a button, once it is settled. */
function autoReplyTo({ campaign }: Sent, button: string): Promise<unknown> {
  return eventually(async () => {
    const interaction = (await tapsOf(tenant, campaign.id)).find(({ button_id }) => button_id === button);
    const of = { campaign_id: campaign.id, interaction_id: interaction?.id ?? '' };
    const reply = await autoReplyStore(tableOf(herald)).get(tenant.id, of);
    expect(reply?.status).toMatch(/accepted|skipped/);
    return reply;
  });
}
