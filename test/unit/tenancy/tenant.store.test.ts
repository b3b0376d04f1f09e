import { afterAll, beforeAll, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { chooseSender } from '../../../shared/sender/choose-sender.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { tenantStore, type Tenants } from '../../../shared/tenancy/tenant.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { senderOf, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let tenants: Tenants;
beforeAll(async () => {
  opened = await testTable();
  tenants = tenantStore(opened.table);
});
afterAll(() => opened.close());

const AT = '2026-11-20T12:00:00.000Z';
async function added() {
  const tenant = { id: ids.next('ten'), name: 'Acme', created_at: AT, updated_at: AT };
  await tenants.add(tenant);
  return tenant;
}

test('a change of a tenant keeps the fields that it does not name', async () => {
  const tenant = await added();
  expect(await tenants.get(tenant.id)).toEqual(tenant);
  const changed = await tenants.change(tenant.id, { name: 'New', updated_at: '2026-11-21T12:00:00.000Z' });
  expect(changed).toEqual({ ...tenant, name: 'New', updated_at: '2026-11-21T12:00:00.000Z' });
  expect(await tenants.get(tenant.id)).toEqual(changed);
});

test('a tenant that does not exist is not made by a change', async () => {
  const id = ids.next('ten');
  expect(await tenants.change(id, { name: 'New' })).toBeUndefined();
  await tenants.setFirstSender(id, ids.next('snd'));
  expect(await tenants.get(id)).toBeUndefined();
});

test('adding a tenant twice keeps the first', async () => {
  const tenant = await added();
  await tenants.add({ ...tenant, name: 'Other' });
  expect((await tenants.get(tenant.id))?.name).toBe('Acme');
});

test('the first sender is the default, until another is chosen', async () => {
  const tenant = await added();
  const all = Array.from({ length: 5 }, () => ids.next('snd'));
  await Promise.all(all.map((id) => tenants.setFirstSender(tenant.id, id)));
  const first = (await tenants.get(tenant.id))?.default_sender_id;
  expect(all).toContain(first);
  await tenants.setFirstSender(tenant.id, ids.next('snd'));
  expect((await tenants.get(tenant.id))?.default_sender_id).toBe(first);
  const chosen = ids.next('snd');
  expect(await tenants.change(tenant.id, { default_sender_id: chosen })).toMatchObject({ default_sender_id: chosen });
});

test('a campaign is sent by the sender it names, or by the default', async () => {
  const senders = senderStore(opened.table);
  const tenant = await added();
  const choose = (named?: string) => chooseSender(tenant.id, named, { senders, tenants });
  expect(await thrown(choose)).toMatchObject({ kind: 'conflict', code: 'sender.required' });
  const [own, other] = [senderOf({ tenant_id: tenant.id }), senderOf()];
  await senders.add(own);
  await senders.add(other);
  await tenants.setFirstSender(tenant.id, own.id);
  expect([await choose(), await choose(own.id)]).toEqual([own.id, own.id]);
  for (const named of [other.id, ids.next('snd')])
    expect(await thrown(() => choose(named))).toMatchObject({ kind: 'absent', code: 'sender.not_found' });
});

test('an installation’s bound holds for every tenant that is read, and is not kept in its row', async () => {
  const { id } = await added();
  const bound = tenantStore(opened.table, 100);
  expect(await bound.get(id)).toMatchObject({ approval_above: 100 });
  const change = (approval_above: number | null) => bound.change(id, { approval_above, updated_at: AT });
  expect(await change(500)).toMatchObject({ approval_above: 100 });
  expect(await tenants.get(id)).toMatchObject({ approval_above: 500 });
  expect(await change(20)).toMatchObject({ approval_above: 20 });
  expect(await change(null)).toMatchObject({ approval_above: 100 });
  expect(await tenants.get(id)).not.toHaveProperty('approval_above');
});

test('a tenant of an earlier version is given its link secret once, and keeps it', async () => {
  const tenant = await added();
  expect(await tenants.linkSecret(tenant.id)).toBeUndefined();
  const offered = Array.from({ length: 5 }, () => ids.secret());
  const given = await Promise.all(offered.map((made) => tenants.ensuredLinkSecret(tenant.id, made)));
  expect(new Set(given).size).toBe(1);
  expect(offered).toContain(given[0]);
  expect(await tenantStore(opened.table).linkSecret(tenant.id)).toBe(given[0]);
  expect(await thrown(() => tenants.ensuredLinkSecret(ids.next('ten'), ids.secret()))).toBeInstanceOf(Error);
});
