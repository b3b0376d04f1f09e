import { afterEach, expect, test } from 'vitest';

import { BRAKE } from '../../../shared/sender/sender.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import type { Json } from '../../support/api.ts';
import { chunkOf, queueByHand } from '../../support/by-hand.ts';
import {
  addCampaign,
  beginWithoutRun,
  messagesOf,
  reached,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { tableOf } from '../../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

/** Fails from the moment this file is loaded, since it takes two minutes until its queue gives it up: the other tests run meanwhile. */
const failing = await queueFailingChunk();

afterEach(() => herald.standIn.faults.clear());

async function campaignOf({ call }: TestTenant, id: string): Promise<Json> {
  return (await call(`GET /v1/campaigns/${id}`)).body;
}

async function replay({ call }: TestTenant, id: string, scope: string): Promise<void> {
  const { status, body } = await call(`POST /v1/campaigns/${id}/replay`, { body: { scope } });
  expect({ status, code: body.code }).toEqual({ status: 202, code: undefined });
}

/** The one message of a campaign, once it is in this status. */
function settled(tenant: TestTenant, id: string, status: string): Promise<Json> {
  return eventually(async () => {
    const [message] = await messagesOf(tenant, id);
    expect(message).toMatchObject({ status });
    return message;
  });
}

test('"slow down" holds every campaign of the sender, and then all go on', async () => {
  const tenant = await newTenant(herald, { rate: 4 });
  await addCustomers(tenant, 12);
  herald.standIn.faults.creates('throttle');
  const { id: first } = await startCampaign(tenant, { name: 'First' });
  const { id: second } = await startCampaign(tenant, { name: 'Second' });
  await Promise.all([reached(tenant, first, 'completed'), reached(tenant, second, 'completed')]);
  await totalsReached(tenant, first, { recipients: 12, read: 12 });
  await totalsReached(tenant, second, { recipients: 12, read: 12 });
  const times = (await sentBy(tenant)).map(({ created_at }) => created_at).toSorted((a, b) => a - b);
  expect(times).toHaveLength(24);
  const { braked_until = 0 } = (await senderStore(tableOf(tenant.served)).get(tenant.id, tenant.sender_id))!;
  // Chunks that had begun go on, three seconds of messages each; then nothing is sent until the brake is off.
  expect(times.filter((at) => at > braked_until - BRAKE / 2 && at < braked_until)).toEqual([]);
  expect(times.filter((at) => at >= braked_until)).not.toEqual([]);
});

test('an answer that was lost is found at the provider, and never sent again', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, numbers(1, 'ignore'));
  herald.standIn.faults.creates('drop after');
  // The news would settle it, too: it is lost as well.
  herald.stack.faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    caller: herald.stack.functionArn('webhook.status'),
    match: (input) => (input as { Key: Json }).Key.pk.S.startsWith(`TENANT#${tenant.id}#`),
    when: 'before',
    action: 'error',
  });
  const { id } = await runCampaign(tenant);
  const found = await eventually(async () => {
    const [message] = await messagesOf(tenant, id);
    expect(message.provider_sid).toMatch(/^SM/);
    return message;
  });
  const sent = await sentBy(tenant);
  expect(sent.map(({ sid }) => sid)).toEqual([found.provider_sid]);
  expect(found.attempts).toBe(1);
  await totalsReached(tenant, id, { recipients: 1, accepted: 1, unknown: 0 });
});

test('a request that was lost stays unknown, until somebody has it replayed', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 1);
  herald.standIn.faults.creates('drop before');
  const { id } = await runCampaign(tenant);
  await settled(tenant, id, 'unknown');
  expect(await sentBy(tenant)).toEqual([]);
  await replay(tenant, id, 'unknown');
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: 1, read: 1, unknown: 0 });
  expect(await sentBy(tenant)).toHaveLength(1);
  expect((await messagesOf(tenant, id))[0]).toMatchObject({ attempts: 2 });
});

test('those who failed are sent to again by a replay, and nobody else', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, [...numbers(3), ...numbers(2, 'undelivered')]);
  const { id } = await runCampaign(tenant);
  await totalsReached(tenant, id, { recipients: 5, failed: 2, read: 3 });
  await replay(tenant, id, 'failed');
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: 5, failed: 2, read: 3 });
  const to = (await sentBy(tenant)).map((one) => one.to.replace('whatsapp:', '')).toSorted();
  const twice = numbers(2, 'undelivered');
  expect(to).toEqual([...numbers(3), ...twice, ...twice].toSorted());
});

test('a number that takes no messages gets no later campaign, until its owner opts in anew', async () => {
  const tenant = await newTenant(herald);
  const [customer] = await addCustomers(tenant, numbers(1, 'failed'));
  const { id } = await runCampaign(tenant);
  await settled(tenant, id, 'failed');
  const path = `/v1/customers/${customer.id}`;
  await eventually(async () => {
    expect((await tenant.call(`GET ${path}`)).body.suppressed).toMatchObject({ code: '63024' });
  });
  const later = await runCampaign(tenant);
  expect(await settled(tenant, later.id, 'skipped')).toMatchObject({ status_reason: 'suppressed' });
  expect(await sentBy(tenant)).toHaveLength(1);
  await tenant.call(`PATCH ${path}`, { body: { consent: { status: 'opted_in', source: 'counter' } } });
  expect((await tenant.call(`GET ${path}`)).body.suppressed).toBeNull();
});

test('a template that is gone pauses the campaign at the first refusal, and nobody fails', async () => {
  const tenant = await newTenant(herald, { rate: 2 });
  await addCustomers(tenant, 12);
  const { id } = await addCampaign(tenant, { buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] });
  // As if its template had been deleted at the provider.
  const key = { pk: `TENANT#${tenant.id}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' };
  await tableOf(herald).update(key, { set: { content_sid: `HX${'0'.repeat(32)}` } });
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/21655/);
  const messages = await messagesOf(tenant, id);
  expect(messages.filter(({ status }) => status !== 'retry')).toEqual([]);
  expect(await sentBy(tenant)).toEqual([]);
});

test('a chunk that cannot be sent becomes a dead letter and pauses its campaign, and a replay sends it', async () => {
  const { tenant, id } = failing;
  const { dead_letters, status_reason } = await reached(tenant, id, 'paused');
  expect(dead_letters).toBe(1);
  const { body: alerts } = await tenant.call('GET /v1/alerts');
  expect(alerts.data.map((alert: { kind: string }) => alert.kind).sort()).toEqual(['campaign_paused', 'dead_letters']);
  expect(status_reason).toMatch(/dead_letter/);
  expect(await sentBy(tenant)).toEqual([]);
  herald.stack.faults.clear();
  await replay(tenant, id, 'dead_letter');
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: 1, read: 1 });
  expect(await sentBy(tenant)).toHaveLength(1);
  expect((await campaignOf(tenant, id)).dead_letters).toBe(0);
  expect((await tenant.call('GET /v1/alerts')).body.data).toEqual([]);
});

/** A campaign of one customer whose chunk fails as often as its queue delivers it. */
async function queueFailingChunk(): Promise<{ readonly tenant: TestTenant; readonly id: string }> {
  const tenant = await newTenant(herald);
  const [customer] = await addCustomers(tenant, 1);
  herald.stack.faults.add({
    service: 'dynamodb',
    operation: 'BatchGetItem',
    caller: herald.stack.functionArn('chunk.send'),
    match: (input) => JSON.stringify(input).includes(customer.id),
    when: 'before',
    action: 'error',
    status: 400,
    code: 'ValidationException',
  });
  const campaign = await beginWithoutRun(tenant);
  await queueByHand(herald, chunkOf(campaign, [customer]));
  return { tenant, id: campaign.id };
}
