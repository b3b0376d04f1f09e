import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Scope } from '../../../shared/contract/scope.ts';
import { randomIds as ids, sha256 } from '../../../shared/platform/ids.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { apiKeyStore, type ApiKeys } from '../../../shared/tenancy/api-key.store.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { thrown } from '../fixtures.ts';
import { testTable } from '../../support/dynamodb.ts';

const NOW = Date.parse('2026-11-20T13:00:00.000Z');

let opened: Awaited<ReturnType<typeof testTable>>;
let keys: ApiKeys;
beforeAll(async () => {
  opened = await testTable();
  keys = apiKeyStore(opened.table);
});
afterAll(() => opened.close());

async function added(
  tenant_id = ids.next('ten'),
  scopes: Scope[] = ['campaigns:send'],
  more: { expires_at?: string } = {},
) {
  const secret = ids.apiKey();
  const given = { id: ids.next('key'), tenant_id, name: 'K', created_at: '2026-11-20T12:00:00.000Z' };
  const key = draftApiKey({ ...given, ...more, scopes }, secret);
  await keys.add(key);
  return { key, secret };
}

test('a key is found by its hash, and is not stored itself', async () => {
  const { key, secret } = await added();
  expect(await keys.byHash(sha256(secret))).toEqual(key);
  expect(await keys.byHash(secret)).toBeUndefined();
  expect(await keys.byHash(sha256(`${secret}x`))).toBeUndefined();
  const item = await opened.table.get({ pk: `APIKEY#${key.key_hash}`, sk: 'APIKEY' });
  expect(JSON.stringify(item)).not.toContain(secret);
});

test('a tenant lists its own keys, newest first, page by page', async () => {
  const { key: first } = await added();
  const tenant = first.tenant_id;
  const { key: second } = await added(tenant);
  await added();
  expect((await keys.page(tenant, { limit: 10 })).items).toEqual([second, first]);
  const { items, last } = await keys.page(tenant, { limit: 1 });
  expect(items).toEqual([second]);
  expect((await keys.page(tenant, { limit: 1, after: last })).items).toEqual([first]);
});

test('a key is revoked only by its own tenant', async () => {
  const { key, secret } = await added();
  const { key: other } = await added(key.tenant_id);
  expect(await keys.remove(ids.next('ten'), key.id)).toBe(false);
  expect(await keys.byHash(sha256(secret))).toEqual(key);
  expect(await keys.remove(key.tenant_id, key.id)).toBe(true);
  expect(await keys.byHash(sha256(secret))).toBeUndefined();
  expect(await keys.remove(key.tenant_id, key.id)).toBe(false);
  expect((await keys.page(key.tenant_id, { limit: 10 })).items).toEqual([other]);
});

test('a key of a tenant with many keys can be revoked', async () => {
  const tenant = ids.next('ten');
  const all = await Promise.all(Array.from({ length: 30 }, () => added(tenant)));
  expect(await keys.remove(tenant, all[13]!.key.id)).toBe(true);
  expect((await keys.page(tenant, { limit: 100 })).items).toHaveLength(29);
});

test('the last key that can make others stays; keys that cannot do not count', async () => {
  const { key: first } = await added(undefined, ['settings:manage']);
  const tenant = first.tenant_id;
  const { key: reader } = await added(tenant, ['audit:read']);
  expect(await keys.removeUnlessLast(tenant, first.id, NOW)).toBe('last');
  const { key: second } = await added(tenant, ['analytics:view', 'settings:manage']);
  expect(await keys.removeUnlessLast(ids.next('ten'), first.id, NOW)).toBe('absent');
  expect(await keys.removeUnlessLast(tenant, first.id, NOW)).toBe('removed');
  expect(await keys.removeUnlessLast(tenant, first.id, NOW)).toBe('absent');
  expect(await keys.removeUnlessLast(tenant, second.id, NOW)).toBe('last');
  expect(await keys.removeUnlessLast(tenant, reader.id, NOW)).toBe('removed');
});

test('a key keeps its end, and its row goes a month after it', async () => {
  const expires_at = '2026-12-01T00:00:00.000Z';
  const { key, secret } = await added(undefined, undefined, { expires_at });
  expect(key.expires_at).toBe(expires_at);
  expect(await keys.byHash(sha256(secret))).toEqual(key);
  expect((await keys.page(key.tenant_id, { limit: 10 })).items).toEqual([key]);
  const item = await opened.table.get({ pk: `APIKEY#${key.key_hash}`, sk: 'APIKEY' });
  expect(item?.['expires_at']).toBe(Date.parse('2026-12-31T00:00:00.000Z') / 1_000);
});

test('a key that has expired neither makes others nor stands in for one that does', async () => {
  const { key: lasting } = await added(undefined, ['settings:manage']);
  const tenant = lasting.tenant_id;
  const { key: expired } = await added(tenant, ['settings:manage'], { expires_at: '2026-11-20T12:59:00.000Z' });
  expect(await keys.removeUnlessLast(tenant, lasting.id, NOW)).toBe('last');
  expect(await keys.removeUnlessLast(tenant, expired.id, NOW)).toBe('removed');
  const { key: alive } = await added(tenant, ['settings:manage'], { expires_at: '2026-11-20T13:01:00.000Z' });
  expect(await keys.removeUnlessLast(tenant, lasting.id, NOW)).toBe('removed');
  expect(await keys.removeUnlessLast(tenant, alive.id, NOW)).toBe('last');
});

test('of the keys that can make others one stays, though all are revoked at the same time', async () => {
  const tenant = ids.next('ten');
  const all = await Promise.all(Array.from({ length: 4 }, () => added(tenant, ['settings:manage'])));
  await Promise.allSettled(all.map(({ key }) => keys.removeUnlessLast(tenant, key.id, NOW)));
  expect((await keys.page(tenant, { limit: 10 })).items.length).toBeGreaterThanOrEqual(1);
});

test('a key of the index that is gone already does not stand in for another', async () => {
  const { key } = await added(undefined, ['settings:manage']);
  const gone = { ...key, id: ids.next('key'), key_hash: sha256('gone') };
  const stale: Table = {
    ...opened.table,
    async *all(query) {
      yield* opened.table.all(query);
      yield { ...gone };
    },
  };
  const refused = await thrown(() => apiKeyStore(stale).removeUnlessLast(key.tenant_id, key.id, NOW));
  expect(refused).toMatchObject({ kind: 'conflict', code: 'api_key.changing' });
  expect((await keys.page(key.tenant_id, { limit: 10 })).items).toEqual([key]);
});
