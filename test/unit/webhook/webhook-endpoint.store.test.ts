import { afterAll, beforeAll, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { webhookEndpointStore, type WebhookEndpoints } from '../../../shared/webhook/webhook-endpoint.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { endpointOf } from './fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let endpoints: WebhookEndpoints;
beforeAll(async () => {
  opened = await testTable();
  endpoints = webhookEndpointStore(opened.table);
});
afterAll(() => opened.close());

const MAX = 20;

async function added(given: Parameters<typeof endpointOf>[0] = {}) {
  const one = endpointOf(given);
  expect(await endpoints.add(one, MAX)).toBe(true);
  return one;
}

const AT = '2026-11-21T00:00:00.000Z';

test('a tenant finds its own endpoints, newest first, and those that are enabled', async () => {
  const one = await added();
  const { tenant_id } = one;
  const two = await added({ tenant_id, status: 'disabled' });
  await added();
  expect(await endpoints.get(tenant_id, one.id)).toEqual(one);
  expect(await endpoints.get(ids.next('ten'), one.id)).toBeUndefined();
  expect((await endpoints.page(tenant_id, { limit: 10 })).items).toEqual([two, one]);
  const { items, last } = await endpoints.page(tenant_id, { limit: 1 });
  expect(items).toEqual([two]);
  expect((await endpoints.page(tenant_id, { limit: 1, after: last })).items).toEqual([one]);
  expect(await endpoints.enabled(tenant_id)).toEqual([one]);
});

test('a tenant has at most as many endpoints as it may, however many are made at once; deleting one permits another', async () => {
  const tenant_id = ids.next('ten');
  const drafts = Array.from({ length: 25 }, () => endpointOf({ tenant_id }));
  const made = await Promise.all(drafts.map((one) => endpoints.add(one, MAX)));
  expect(made.filter(Boolean)).toHaveLength(MAX);
  const { items } = await endpoints.page(tenant_id, { limit: 100 });
  expect(items).toHaveLength(MAX);
  const removed = await Promise.all([
    endpoints.remove(tenant_id, items[0]!.id),
    endpoints.remove(tenant_id, items[0]!.id),
  ]);
  expect(removed.toSorted()).toEqual([false, true]);
  const again = [
    await endpoints.add(endpointOf({ tenant_id }), MAX),
    await endpoints.add(endpointOf({ tenant_id }), MAX),
  ];
  expect(again).toEqual([true, false]);
});

test('an endpoint is changed and removed only by its own tenant', async () => {
  const one = await added();
  const stranger = ids.next('ten');
  expect(await endpoints.change(stranger, one.id, { status: 'disabled' })).toBeUndefined();
  expect(await endpoints.remove(stranger, one.id)).toBe(false);
  expect(await endpoints.get(one.tenant_id, one.id)).toEqual(one);
  const changed = { ...one, status: 'disabled', description: 'off', updated_at: AT };
  const { status, description } = { status: 'disabled' as const, description: 'off' };
  expect(await endpoints.change(one.tenant_id, one.id, { status, description, updated_at: AT })).toEqual(changed);
  expect(await endpoints.remove(one.tenant_id, one.id)).toBe(true);
  expect(await endpoints.get(one.tenant_id, one.id)).toBeUndefined();
});

test('of two rotations at once one is refused', async () => {
  const one = await added();
  const to = ['whsec_b', 'whsec_c'].map((key) => [{ key }, ...one.secrets]);
  const done = await Promise.all(to.map((secrets) => endpoints.setSecrets(one, secrets, AT)));
  expect(done.toSorted()).toEqual([false, true]);
  expect((await endpoints.get(one.tenant_id, one.id))?.secrets).toEqual(to[done.indexOf(true)]);
});

test('an endpoint is disabled for what its current URL answered, not for a former one', async () => {
  const one = await added();
  const moved = await endpoints.change(one.tenant_id, one.id, { url: 'https://new.example.com/' });
  await endpoints.disable(one, 'Gone.', AT);
  expect(await endpoints.get(one.tenant_id, one.id)).toEqual(moved);
  await endpoints.disable(moved!, 'Gone.', AT);
  expect(await endpoints.get(one.tenant_id, one.id)).toMatchObject({ status: 'disabled', status_reason: 'Gone.' });
});
