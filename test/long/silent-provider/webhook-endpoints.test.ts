import { afterEach, beforeEach, expect, test } from 'vitest';

import { EVENT_TYPES } from '../../../shared/event/domain-event.ts';
import type { Json } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { expectProblem } from '../../support/problem.ts';
import { messageToken } from '../../../shared/message/message-token.ts';
import { sentTo } from '../../support/sent.ts';
import { post, statusCallback } from '../../support/status-callback.ts';
import { newTenant, type TestTenant } from '../../support/tenant.ts';
import { startReceiver, verified } from '../../support/webhook-receiver.ts';
import { herald } from './herald.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let tenant: TestTenant;
beforeEach(async () => {
  [receiver, tenant] = await Promise.all([startReceiver(), newTenant(herald)]);
});
afterEach(() => receiver.close());

async function made(body: object = {}): Promise<Json> {
  const answer = await tenant.call('POST /v1/webhook-endpoints', { body: { url: receiver.url, ...body } });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** The endpoint's newest delivery, once it is no longer on its way. */
function settled({ id }: Json): Promise<Json> {
  return eventually(async () => {
    const { body } = await tenant.call(`GET /v1/webhook-endpoints/${id}/deliveries`);
    expect(body.data[0].status).not.toBe('pending');
    return body.data[0];
  });
}

test('an endpoint is made, shown without its secret, changed and deleted', async () => {
  const { call } = tenant;
  const { secret, ...shown } = await made({ description: 'CRM' });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(shown).toEqual({
    id: expect.stringMatching(/^whe_/),
    url: receiver.url,
    events: EVENT_TYPES,
    description: 'CRM',
    status: 'enabled',
    status_reason: null,
    created_at: expect.any(String),
    updated_at: shown.created_at,
  });
  const path = `/v1/webhook-endpoints/${shown.id}`;
  expect((await call(`GET ${path}`)).body).toEqual(shown);
  expect((await call('GET /v1/webhook-endpoints')).body).toEqual({ data: [shown], next_cursor: null });

  const change = { events: ['customer.replied'], description: null, status: 'disabled' };
  const changed = { ...shown, ...change, updated_at: expect.any(String) };
  expect((await call(`PATCH ${path}`, { body: change })).body).toEqual(changed);
  expect((await call(`GET ${path}`)).body).toEqual(changed);

  expect((await call(`DELETE ${path}`)).body).toEqual({ id: shown.id, deleted: true });
  const gone = { status: 404, code: 'webhook_endpoint.not_found' };
  for (const to of [
    `GET ${path}`,
    `DELETE ${path}`,
    `POST ${path}/test`,
    `POST ${path}/rotate`,
    `GET ${path}/deliveries`,
  ])
    expectProblem(await call(to), gone);
  expectProblem(await call(`PATCH ${path}`, { body: { description: null } }), gone);
});

test('a tenant has twenty', async () => {
  for (let n = 0; n < 20; n += 1) await made();
  const refused = await tenant.call('POST /v1/webhook-endpoints', { body: { url: receiver.url } });
  expectProblem(refused, { status: 409, code: 'webhook_endpoint.limit' });
});

test('a test message arrives signed, with both secrets after a rotation', async () => {
  const { id, secret } = await made();
  const { body: rotated } = await tenant.call(`POST /v1/webhook-endpoints/${id}/rotate`);
  expect(rotated.secret).not.toBe(secret);
  const { status, body: queued } = await tenant.call(`POST /v1/webhook-endpoints/${id}/test`);
  expect(status).toBe(200);
  expect(queued).toEqual({
    id: expect.stringMatching(/^dlv_/),
    event_id: expect.stringMatching(/^evt_/),
    event_type: 'webhook.test',
    status: 'pending',
    attempts: 0,
    last_status_code: null,
    last_error: null,
    next_attempt_at: queued.created_at,
    created_at: expect.any(String),
    delivered_at: null,
  });
  expect(await settled({ id })).toEqual({
    ...queued,
    status: 'delivered',
    attempts: 1,
    last_status_code: 200,
    next_attempt_at: null,
    delivered_at: expect.any(String),
  });
  const [message] = receiver.received;
  expect(message!.headers['webhook-id']).toBe(queued.event_id);
  for (const one of [secret, rotated.secret])
    expect(verified(message!, one)).toEqual({ type: 'webhook.test', timestamp: expect.any(String), data: {} });
});

test('a delivery is replayed under the same id; a disabled endpoint is sent nothing', async () => {
  receiver.answering(410);
  // Its own end is an alert, which would be told to it too, whenever the stream gets there.
  const { id } = await made({ events: ['campaign.started'] });
  const path = `/v1/webhook-endpoints/${id}`;
  await tenant.call(`POST ${path}/test`);
  const dead = await settled({ id });
  expect(dead).toMatchObject({ status: 'dead_letter', attempts: 1, last_status_code: 410 });
  expect((await tenant.call(`GET ${path}`)).body).toMatchObject({ status: 'disabled', status_reason: dead.last_error });
  const off = { status: 409, code: 'webhook_endpoint.disabled' };
  expectProblem(await tenant.call(`POST ${path}/deliveries/${dead.id}/replay`), off);
  expectProblem(await tenant.call(`POST ${path}/test`), off);

  const { body: on } = await tenant.call(`PATCH ${path}`, { body: { status: 'enabled' } });
  expect(on).toMatchObject({ status: 'enabled', status_reason: null });
  receiver.answering(204);
  const { body: replayed } = await tenant.call(`POST ${path}/deliveries/${dead.id}/replay`);
  expect(replayed).toMatchObject({ id: dead.id, status: 'pending', attempts: 0 });
  expect(await settled({ id })).toMatchObject({ id: dead.id, status: 'delivered', attempts: 1, last_status_code: 204 });
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([dead.event_id, dead.event_id]);

  const listed = async (status: string) => (await tenant.call(`GET ${path}/deliveries?status=${status}`)).body.data;
  expect(await listed('delivered')).toHaveLength(1);
  expect(await listed('dead_letter')).toEqual([]);
  const absent = await tenant.call(`POST ${path}/deliveries/dlv_x/replay`);
  expectProblem(absent, { status: 404, code: 'webhook_delivery.not_found' });
});

test('what becomes of messages is told to the endpoint that asks for it, and to no other', async () => {
  const asking = await made({ events: ['message.delivered', 'message.read', 'message.failed'] });
  const other = await made();
  const { campaign, customer, message_id, provider_sid } = await sentTo(tenant);
  const token = messageToken({ campaign_id: campaign.id, customer_id: customer.id });
  const report = (status: object) => statusCallback(tenant, token, { MessageSid: provider_sid, ...status });
  for (const MessageStatus of ['delivered', 'read'])
    expect((await post(tenant, report({ MessageStatus }))).status).toBe(204);
  // The other endpoint hears of the campaign's start.
  const news = () => receiver.received.filter(({ body }) => body.includes('"type":"message.'));
  await eventually(() => expect(news()).toHaveLength(2));

  const told = news().map((message) => verified(message, asking.secret) as Json);
  const about = { campaign: { id: campaign.id, name: campaign.name }, variant: null, customer: { id: customer.id } };
  const data = { ...about, message_id };
  const at = expect.any(String);
  expect(told.toSorted((a, b) => (a.type < b.type ? -1 : 1))).toEqual([
    { type: 'message.delivered', timestamp: at, data: { ...data, delivered_at: at } },
    { type: 'message.read', timestamp: at, data: { ...data, read_at: at } },
  ]);
  const { data: others } = (await tenant.call(`GET /v1/webhook-endpoints/${other.id}/deliveries`)).body;
  expect((others as Json[]).filter(({ event_type }) => event_type.startsWith('message.'))).toEqual([]);
});
