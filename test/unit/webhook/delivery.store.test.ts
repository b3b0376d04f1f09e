import { afterAll, beforeAll, expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { deliveryStore, type Deliveries } from '../../../shared/webhook/delivery.store.ts';
import { afterAttempt, draftDelivery, referenceOf, type Delivery } from '../../../shared/webhook/delivery.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START } from '../fixtures.ts';
import { eventOf } from './fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let deliveries: Deliveries;
beforeAll(async () => {
  opened = await testTable();
  deliveries = deliveryStore(opened.table);
}, 30_000);
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
