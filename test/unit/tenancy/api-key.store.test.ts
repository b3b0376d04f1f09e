import { afterAll, beforeAll, expect, test } from 'vitest';

import { randomIds as ids, sha256 } from '../../../shared/platform/ids.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { apiKeyStore, type ApiKeys } from '../../../shared/tenancy/api-key.store.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let keys: ApiKeys;
beforeAll(async () => {
  opened = await testTable();
  keys = apiKeyStore(opened.table);
}, 30_000);
afterAll(() => opened.close());

async function added(tenant_id = ids.next('ten')) {
  const secret = ids.apiKey();
  const given = { id: ids.next('key'), tenant_id, name: 'K', created_at: '2026-11-20T12:00:00.000Z' };
  const key = draftApiKey({ ...given, scopes: ['campaigns:send'] }, secret);
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
