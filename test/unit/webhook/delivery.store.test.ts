import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { indexDeliveries } from '../../../shared/erasure/index-deliveries.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { deliveryStore, type Deliveries } from '../../../shared/webhook/delivery.store.ts';
import {
  afterAttempt,
  draftDelivery,
  referenceOf,
  type Delivery,
  type WebhookMessage,
} from '../../../shared/webhook/delivery.ts';
import { webhookEndpointStore } from '../../../shared/webhook/webhook-endpoint.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START } from '../fixtures.ts';
import { endpointOf, eventOf } from './fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let deliveries: Deliveries;
beforeAll(async () => {
  opened = await testTable();
  deliveries = deliveryStore(opened.table);
});
afterAll(() => opened.close());

const LEASE = START + 60_000;

function added(given: Partial<Delivery> = {}, at = START): Promise<Delivery> {
  const { tenant_id = ids.next('ten'), endpoint_id = ids.next('whe') } = given;
  const draft = draftDelivery(eventOf({ tenant_id, timestamp: timestamp(at) }), endpoint_id, START);
  return deliveries.add({ ...draft, ...given });
}

test('a delivery is added once, and adding it again changes nothing', async () => {
  const one = await added();
  await deliveries.end(one, 'The endpoint was disabled.');
  const again = await deliveries.add(one);
  expect(again).toMatchObject({ id: one.id, status: 'dead_letter', last_error: 'The endpoint was disabled.' });
  expect(await deliveries.get(referenceOf(one))).toEqual(again);
  expect(await deliveries.get({ ...referenceOf(one), tenant_id: ids.next('ten') })).toBeUndefined();
});

test('a delivery expires 30 days after it was made, or as many as its tenant says', async () => {
  const asked: unknown[] = [];
  const brief = deliveryStore(opened.table, async (...of) => (asked.push(of), 20));
  const draft = draftDelivery(eventOf({ tenant_id: ids.next('ten') }), ids.next('whe'), START);
  expect((await brief.add(draft)).expires_at).toBe(START / 1_000 + 20 * 86_400);
  expect((await deliveries.get(referenceOf(draft)))?.expires_at).toBe(START / 1_000 + 20 * 86_400);
  expect(asked).toEqual([[draft.tenant_id, 'webhook_deliveries_days']]);
  expect((await added()).expires_at).toBe(START / 1_000 + 30 * 86_400);
});

test('of many workers one may attempt a delivery, until its lease runs out', async () => {
  const one = await added();
  const claims = await Promise.all(Array.from({ length: 10 }, () => deliveries.claim(one, START, LEASE)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await deliveries.claim(one, LEASE, LEASE + 1)).toBe(false);
  expect(await deliveries.claim(one, LEASE + 1, LEASE + 60_000)).toBe(true);
});

test('an attempt that was made is not made again by a worker that read the row before', async () => {
  const one = await added();
  await deliveries.claim(one, START, LEASE);
  expect(await deliveries.recordAttempt(one, LEASE, afterAttempt(one, { status_code: 500 }, START))).toBe(true);
  expect(await deliveries.claim(one, START, LEASE)).toBe(false);
  const next = (await deliveries.get(referenceOf(one)))!;
  expect(next).toMatchObject({ attempts: 1, status: 'pending', last_status_code: 500 });
  expect(next).not.toHaveProperty('lease_until');
  expect(await deliveries.claim(next, START, LEASE)).toBe(true);
  await deliveries.recordAttempt(next, LEASE, afterAttempt(next, { status_code: 200 }, START));
  expect(await deliveries.claim((await deliveries.get(referenceOf(one)))!, START, LEASE)).toBe(false);
});

test('a replay starts over, and an attempt that was under way does not count', async () => {
  const one = await added({ attempts: 7, last_error: 'The endpoint answered 500.', last_status_code: 500 });
  await deliveries.claim(one, START, LEASE);
  const later = START + 1_000;
  const replayed = await deliveries.replay(referenceOf(one), later);
  expect(replayed).toEqual({
    ...one,
    attempts: 0,
    last_error: null,
    last_status_code: null,
    next_attempt_at: timestamp(later),
  });
  expect(await deliveries.recordAttempt(one, LEASE, afterAttempt(one, { status_code: 500 }, later))).toBe(false);
  expect(await deliveries.get(referenceOf(one))).toEqual(replayed);
  const absent = { ...referenceOf(one), endpoint_id: ids.next('whe') };
  expect(await deliveries.replay(absent, later)).toBeUndefined();
  expect(await deliveries.get(absent)).toBeUndefined();
});

test('the deliveries of an endpoint are listed with the newest event first, page by page, all or by status', async () => {
  const shared = { tenant_id: ids.next('ten'), endpoint_id: ids.next('whe') };
  const all: Delivery[] = [];
  for (let n = 0; n < 10; n += 1)
    all.unshift(await added({ ...shared, status: n % 3 === 0 ? 'dead_letter' : 'delivered' }, START + n));
  await added({ tenant_id: shared.tenant_id });
  for (const status of [undefined, 'dead_letter', 'pending'] as const) {
    const found: Delivery[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await deliveries.page(shared.tenant_id, shared.endpoint_id, status, { limit: 3, after });
      expect(page.items.length).toBeLessThanOrEqual(3);
      found.push(...page.items);
      after = page.last;
    } while (after);
    expect(found).toEqual(all.filter((one) => status === undefined || one.status === status));
  }
});

describe('what is about a customer', () => {
  const about = (tenant_id: string, customer: string): WebhookMessage => ({
    ...eventOf({ tenant_id }),
    type: 'customer.replied',
    data: { campaign: null, customer: { id: customer }, text: 'Call me' },
  });

  test('is removed with them at every endpoint, and nothing else is', async () => {
    const [tenant_id, customer, other] = [ids.next('ten'), ids.next('cus'), ids.next('cus')];
    const endpoints = [ids.next('whe'), ids.next('whe')];
    const add = (event: WebhookMessage, endpoint = endpoints[0]!) =>
      deliveries.add(draftDelivery(event, endpoint, START));
    for (const endpoint of endpoints) for (let n = 0; n < 2; n++) await add(about(tenant_id, customer), endpoint);
    const stay = [await add(about(tenant_id, other)), await add(eventOf({ tenant_id }))];
    const elsewhere = await add(about(ids.next('ten'), customer));
    expect(await deliveries.forget(tenant_id, customer)).toBeUndefined();
    const left = await Promise.all(
      endpoints.map(async (id) => (await deliveries.page(tenant_id, id, undefined, { limit: 100 })).items),
    );
    expect(new Set(left.flat().map(({ id }) => id))).toEqual(new Set(stay.map(({ id }) => id)));
    expect(await deliveries.get(referenceOf(elsewhere))).toEqual(elsewhere);
  });

  test('and was added by an earlier version is found once its endpoint has been gone through, page by page', async () => {
    const [tenant_id, endpoint_id, customer] = [ids.next('ten'), ids.next('whe'), ids.next('cus')];
    const rows = Array.from({ length: 103 }, (_, n) => {
      const event = n % 2 ? about(tenant_id, customer) : eventOf({ tenant_id });
      // As an earlier version wrote it.
      const { customer_id: _id, ...row } = draftDelivery(event, endpoint_id, START);
      return {
        pk: `TENANT#${tenant_id}#WEBHOOKS#${endpoint_id}`,
        sk: `DELIVERY#${row.id}`,
        ...row,
        expires_at: START / 1_000,
      };
    });
    for (const row of rows) await opened.table.put(row);
    await deliveries.forget(tenant_id, customer);
    const all = async () => (await deliveries.page(tenant_id, endpoint_id, undefined, { limit: 200 })).items;
    expect(await all()).toHaveLength(103);

    const endpoint = endpointOf({ id: endpoint_id, tenant_id });
    const webhookEndpoints = webhookEndpointStore(opened.table);
    await webhookEndpoints.add(endpoint, 20);
    let after: Record<string, unknown> | undefined;
    let steps = 0;
    do {
      after = await indexDeliveries(tenant_id, after, { deliveries, webhookEndpoints });
      steps += 1;
    } while (after);
    expect(steps).toBe(2);
    // The next erasure does not go through it again.
    expect(await webhookEndpoints.get(tenant_id, endpoint_id)).toMatchObject({ deliveries_by_customer: true });
    await deliveries.forget(tenant_id, customer);
    expect(await all()).toHaveLength(52);
    expect((await all()).every(({ event_type }) => event_type !== 'customer.replied')).toBe(true);
  });
});
