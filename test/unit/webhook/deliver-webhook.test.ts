import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { customerStore } from '../../../shared/customer/customer.store.ts';
import { inboundStore } from '../../../shared/interaction/inbound.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { deliverWebhook } from '../../../shared/webhook/deliver-webhook.ts';
import { deliveryStore, type Deliveries } from '../../../shared/webhook/delivery.store.ts';
import { DELAYS, referenceOf, type Delivery } from '../../../shared/webhook/delivery.ts';
import { deliverEvent, fanOutEvent, queueDelivery } from '../../../shared/webhook/fan-out-event.ts';
import { signedHttpPoster } from '../../../shared/webhook/signed.http-poster.ts';
import { webhookEndpointStore, type WebhookEndpoints } from '../../../shared/webhook/webhook-endpoint.store.ts';
import type { WebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, keptLog, START } from '../fixtures.ts';
import { endpointOf, eventOf, keptQueue } from './fixtures.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let deliveries: Deliveries;
let webhookEndpoints: WebhookEndpoints;
beforeAll(async () => {
  opened = await testTable();
  deliveries = deliveryStore(opened.table);
  webhookEndpoints = webhookEndpointStore(opened.table);
});
afterAll(() => opened.close());

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

function setUp() {
  const { log, ...kept } = keptLog();
  const deliveryQueue = keptQueue();
  const poster = signedHttpPoster(true, 60_000);
  const [customers, inbounds] = [customerStore(opened.table), inboundStore(opened.table)];
  return { clock: fakeClock(), customers, deliveries, deliveryQueue, inbounds, log, kept, poster, webhookEndpoints };
}

async function added(given: Partial<WebhookEndpoint> = {}): Promise<WebhookEndpoint> {
  const endpoint = endpointOf({ url: receiver.url, ...given });
  await webhookEndpoints.add(endpoint, 20);
  return endpoint;
}

/** An endpoint and a delivery that waits for its first attempt. */
async function waiting() {
  const endpoint = await added();
  const ports = setUp();
  const delivery = await queueDelivery(eventOf({ tenant_id: endpoint.tenant_id }), endpoint, ports);
  const reference = referenceOf(delivery);
  ports.deliveryQueue.added.length = 0;
  return { endpoint, ports, delivery, reference, now: () => deliveries.get(reference) as Promise<Delivery> };
}

async function listed({ tenant_id, id }: WebhookEndpoint): Promise<readonly Delivery[]> {
  return (await deliveries.page(tenant_id, id, undefined, { limit: 100 })).items;
}

test('an event is delivered once to each endpoint that subscribes to it, however often it comes', async () => {
  const wanting = await added();
  const { tenant_id } = wanting;
  const also = await added({ tenant_id, events: ['campaign.started'] });
  const others = [
    await added({ tenant_id, events: ['customer.replied'] }),
    await added({ tenant_id, status: 'disabled' }),
    await added(),
  ];
  const ports = setUp();
  const event = eventOf({ tenant_id });
  await Promise.all([fanOutEvent(event, ports), fanOutEvent(event, ports)]);
  for (const endpoint of [wanting, also]) expect(await listed(endpoint)).toMatchObject([{ event_id: event.id }]);
  for (const endpoint of others) expect(await listed(endpoint)).toEqual([]);

  const queued = ports.deliveryQueue.added.map(({ reference }) => reference);
  await Promise.all(queued.map((reference) => deliverWebhook(reference, ports)));
  expect(receiver.received).toHaveLength(2);
  await fanOutEvent(event, ports);
  expect(ports.deliveryQueue.added.filter(({ due }) => due === START)).toHaveLength(queued.length);
  expect(await listed(wanting)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});

test('a delivery whose message was lost is queued when the event comes again', async () => {
  const endpoint = await added();
  const event = eventOf({ tenant_id: endpoint.tenant_id });
  const ports = setUp();
  const broken = { ...ports, deliveryQueue: { add: () => Promise.reject(new Error('no queue')) } };
  await expect(fanOutEvent(event, broken)).rejects.toThrow('no queue');
  await fanOutEvent(event, ports);
  expect(await listed(endpoint)).toHaveLength(1);
  expect(ports.deliveryQueue.added).toHaveLength(1);
});

test('an event of a button is delivered to one endpoint or to all, subscribed or not, once even where the fan-out delivers it, too', async () => {
  const one = await added({ events: ['customer.replied'] });
  const { tenant_id } = one;
  const two = await added({ tenant_id });
  const off = await added({ tenant_id, status: 'disabled' });
  const ports = setUp();
  const [toOne, toAll] = [eventOf({ tenant_id }), eventOf({ tenant_id })];
  expect(await deliverEvent(toOne, one.id, ports)).toBe(1);
  expect(await deliverEvent(toAll, undefined, ports)).toBe(2);
  await fanOutEvent(toAll, ports);
  expect((await listed(one)).map(({ event_id }) => event_id).toSorted()).toEqual([toOne.id, toAll.id].toSorted());
  expect((await listed(two)).map(({ event_id }) => event_id)).toEqual([toAll.id]);
  for (const nobody of [off.id, ids.next('whe')]) expect(await deliverEvent(toOne, nobody, ports)).toBe(0);
  expect(await deliverEvent(eventOf(), one.id, ports)).toBe(0);
});

test('an event that the endpoint accepts is delivered, and posted once even when its message comes twice', async () => {
  const { ports, reference, now } = await waiting();
  await deliverWebhook(reference, ports);
  await deliverWebhook(reference, ports);
  expect(receiver.received).toHaveLength(1);
  expect(await now()).toMatchObject({
    status: 'delivered',
    attempts: 1,
    last_status_code: 200,
    delivered_at: timestamp(START),
  });
  expect(ports.deliveryQueue.added).toEqual([]);
  expect(ports.kept.events()).toEqual(['webhook.delivered']);
});

test('a message that comes twice at once makes one attempt, and the other is delayed', async () => {
  const { ports, reference, now } = await waiting();
  await Promise.all(Array.from({ length: 5 }, () => deliverWebhook(reference, ports)));
  expect(receiver.received).toHaveLength(1);
  for (const { due } of ports.deliveryQueue.added) expect(due).toBeGreaterThan(START);
  expect(await now()).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('a delivery that fails is attempted eight times with the same id, and then given up', async () => {
  receiver.answering(503);
  const { ports, delivery, reference, now } = await waiting();
  for (const delay of DELAYS) {
    await deliverWebhook(reference, ports);
    // A message that comes early, as after the longest delay a queue has, goes back and makes no attempt.
    const attempts = receiver.received.length;
    await deliverWebhook(reference, ports);
    expect(receiver.received).toHaveLength(attempts);
    const due = ports.clock.now() + delay;
    expect(ports.deliveryQueue.added.splice(0)).toEqual([
      { reference, due },
      { reference, due },
    ]);
    ports.clock.advance(delay);
  }
  expect(await now()).toMatchObject({ status: 'pending', attempts: 7, last_error: 'The endpoint answered 503.' });
  await deliverWebhook(reference, ports);
  expect(await now()).toMatchObject({ status: 'dead_letter', attempts: 8, next_attempt_at: null });
  expect(ports.deliveryQueue.added).toEqual([]);
  expect(ports.kept.events()).toEqual([...new Array<string>(7).fill('webhook.failed'), 'webhook.given_up']);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery.event_id]));
  expect(new Set(receiver.received.map(({ body }) => body))).toEqual(new Set([delivery.body]));
});

test('an endpoint keeps since when its deliveries are given up, until one arrives', async () => {
  receiver.answering(503);
  const { endpoint, ports, reference } = await waiting();
  const later = await queueDelivery(eventOf({ tenant_id: endpoint.tenant_id }), endpoint, ports);
  const now = async () => (await webhookEndpoints.get(endpoint.tenant_id, endpoint.id))?.given_up_at;
  for (const delay of DELAYS) {
    await deliverWebhook(reference, ports);
    expect(await now()).toBeUndefined();
    ports.clock.advance(delay);
  }
  await deliverWebhook(reference, ports);
  expect(await now()).toBe(timestamp(ports.clock.now()));
  receiver.answering(204);
  await deliverWebhook(referenceOf(later), ports);
  expect(await now()).toBeUndefined();
});

test('a worker that dies before it records the answer is followed by another attempt with the same id once its lease runs out', async () => {
  const { ports, reference, now } = await waiting();
  const dying = { ...ports, deliveries: { ...deliveries, recordAttempt: () => Promise.reject(new Error('died')) } };
  await expect(deliverWebhook(reference, dying)).rejects.toThrow('died');
  await deliverWebhook(reference, ports);
  expect(receiver.received).toHaveLength(1);
  const { due } = ports.deliveryQueue.added[0]!;
  ports.clock.advance(due + 1 - START);
  await deliverWebhook(reference, ports);
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(
    new Array(2).fill((await now()).event_id),
  );
  expect(await now()).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('a worker that dies before it queues the next attempt leaves a message that goes on', async () => {
  receiver.answering(500);
  const { ports, reference } = await waiting();
  const dying = { ...ports, deliveryQueue: { add: () => Promise.reject(new Error('died')) } };
  await expect(deliverWebhook(reference, dying)).rejects.toThrow('died');
  await deliverWebhook(reference, ports);
  expect(ports.deliveryQueue.added).toEqual([{ reference, due: START + DELAYS[0]! }]);
  expect(receiver.received).toHaveLength(1);
});

test('410 Gone disables the endpoint and ends this delivery and the next, without an alarm', async () => {
  receiver.answering(410);
  const { endpoint, ports, reference, now } = await waiting();
  const next = await queueDelivery(eventOf({ tenant_id: endpoint.tenant_id }), endpoint, ports);
  await deliverWebhook(reference, ports);
  expect(await now()).toMatchObject({ status: 'dead_letter', attempts: 1, last_status_code: 410 });
  expect(await webhookEndpoints.get(endpoint.tenant_id, endpoint.id)).toMatchObject({
    status: 'disabled',
    status_reason: 'The endpoint answered 410 Gone, so it was disabled.',
  });
  await deliverWebhook(referenceOf(next), ports);
  expect(await deliveries.get(referenceOf(next))).toMatchObject({
    status: 'dead_letter',
    attempts: 0,
    last_error: 'The endpoint was disabled.',
  });
  expect(receiver.received).toHaveLength(1);
  expect(ports.kept.events()).toEqual(['webhook.failed']);
});

test('nothing more is sent to an endpoint that was deleted', async () => {
  const { endpoint, ports, reference } = await waiting();
  await webhookEndpoints.remove(endpoint.tenant_id, endpoint.id);
  await deliverWebhook(reference, ports);
  await deliverWebhook({ ...reference, delivery_id: ids.next('dlv') }, ports);
  expect(receiver.received).toEqual([]);
  expect(ports.deliveryQueue.added).toEqual([]);
});

test('a delivery is posted to the current URL of its endpoint', async () => {
  receiver.answering(500);
  const { endpoint, ports, reference } = await waiting();
  await deliverWebhook(reference, ports);
  await webhookEndpoints.change(endpoint.tenant_id, endpoint.id, { url: `${receiver.url}/new` });
  ports.clock.advance(DELAYS[0]!);
  await deliverWebhook(reference, ports);
  expect(receiver.received.map(({ path }) => path)).toEqual([receiver.path, `${receiver.path}/new`]);
});

test('a delivery that was delivered or given up is replayed with all its attempts', async () => {
  const { ports, reference, now } = await waiting();
  await deliverWebhook(reference, ports);
  receiver.answering(500);
  await deliveries.replay(reference, ports.clock.now());
  await deliverWebhook(reference, ports);
  expect(await now()).toMatchObject({ status: 'pending', attempts: 1, delivered_at: null });
  expect(receiver.received).toHaveLength(2);
  expect(ports.deliveryQueue.added).toEqual([{ reference, due: START + DELAYS[0]! }]);
});
