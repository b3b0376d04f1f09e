import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Outside } from '../../../admin/remove-tenant/outside.ts';
import { removeTenant, type RemoveOptions } from '../../../admin/remove-tenant/remove-tenant.ts';
import { traceOf } from '../../../admin/remove-tenant/traces.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Item, Table } from '../../../shared/platform/table-client.ts';
import { tableBySdk } from '../../../admin/sdk-table.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { apiKeyStore } from '../../../shared/tenancy/api-key.store.ts';
import { memberIdOf } from '../../../shared/tenancy/member.ts';
import { memberStore } from '../../../shared/tenancy/member.store.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { openDatabase } from '../../fault/database.ts';
import { createTable } from '../../support/dynamodb.ts';
import { campaignOf, tenantOf } from '../fixtures.ts';

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const NOW = '2026-11-20T12:00:00.000Z';
const [leaving, staying] = [tenantOf({ name: 'Shop' }), tenantOf({ name: 'Shop' })];
const prefix = `TENANT#${leaving.id}`;

let worlds = 0;
let tableName: string;
let table: Table;
let scheduled: string;
beforeEach(async () => {
  worlds += 1;
  tableName = `tenants-${worlds}`;
  await createTable(database.client, tableName);
  table = tableBySdk(tableName, database.client);
  for (const tenant of [leaving, staying]) {
    const { id: tenant_id } = tenant;
    await tenantStore(table).add(tenant);
    const key = { tenant_id, id: ids.next('key'), name: 'first', scopes: ['analytics:view' as const], created_at: NOW };
    await apiKeyStore(table).add(draftApiKey(key, ids.next('key')));
    const campaign = campaignOf({ tenant_id, status: 'scheduled', scheduled_at: NOW });
    await campaignStore(table).add(campaign);
    if (tenant === leaving) scheduled = campaign.id;
    for (const email of ['both@example.com', `${tenant_id}@example.com`]) {
      const member = { tenant_id, email, role: 'admin' as const, alerts: false, created_at: NOW, updated_at: NOW };
      await memberStore(table).add({ ...member, id: memberIdOf(tenant_id, email) });
    }
    await table.put({
      pk: 'ENDED',
      sk: `${NOW}#TENANT#${tenant_id}#CAMPAIGN#${campaign.id}`,
      campaign_id: campaign.id,
    });
  }
});

async function rows(): Promise<Item[]> {
  const found: Item[] = [];
  const client = DynamoDBDocumentClient.from(database.client);
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) found.push(...Items);
  return found.toSorted((one, other) => (`${one['pk']} ${one['sk']}` < `${other['pk']} ${other['sk']}` ? -1 : 1));
}
const without = (all: readonly Item[]) => all.filter((item) => traceOf(leaving.id, item) === undefined);

/** What is outside of the table, and what was removed there. */
function fakeOutside() {
  const removed: string[] = [];
  const outside: Outside = {
    async removeFiles(tenant) {
      if (removed.includes(`files ${tenant}`)) return 0;
      removed.push(`files ${tenant}`);
      return 3;
    },
    async removeSchedule(name) {
      removed.push(`schedule ${name}`);
      return true;
    },
    async removeSecret(tenant) {
      if (removed.includes(`secret ${tenant}`)) return false;
      removed.push(`secret ${tenant}`);
      return true;
    },
    hasSecret: async (tenant) => !removed.includes(`secret ${tenant}`),
  };
  return { outside, removed };
}

function run(options: RemoveOptions = {}, outside = fakeOutside().outside) {
  const installation = { tableName, credentialsPrefix: 'herald/test/', access: database.access };
  return removeTenant(installation, leaving.id, { settles: 1, ...options }, outside);
}

test('without the name nothing is removed, and it says to export first', async () => {
  const before = await rows();
  expect(await run()).toMatchObject({ name: 'Shop', removed: false, advice: expect.stringContaining('Export') });
  await expect(run({ confirm: 'shop' })).rejects.toThrow('another name');
  expect(await rows()).toEqual(before);
});

test('every row goes, under whatever key, and of others none', async () => {
  const before = await rows();
  const { outside, removed } = fakeOutside();
  const done = await run({ confirm: 'Shop' }, outside);
  expect(done).toMatchObject({
    ...{ removed: true, files: 3, schedules: 1, late: [] },
    proof: { rows_left: 0, files_left: 0, secret_left: false },
  });
  const after = await rows();
  expect(after.filter((item) => traceOf(leaving.id, item))).toEqual([]);
  // Whoever is a member of both stays one of the other.
  const isShared = ({ pk }: Item) => String(pk).startsWith('EMAIL#');
  expect(after.filter((item) => !isShared(item))).toEqual(without(before).filter((item) => !isShared(item)));
  expect(after.filter(isShared).map(({ tenants }) => [...(tenants as Set<string>)])).toEqual([
    [staying.id],
    [staying.id],
  ]);
  expect(removed.toSorted()).toEqual([`files ${leaving.id}`, `schedule ${scheduled}`, `secret ${leaving.id}`]);
});

test('nobody gets in any more before anything else is removed', async () => {
  const order: string[] = [];
  const { outside } = fakeOutside();
  const watching: Outside = {
    ...outside,
    async removeFiles(tenant) {
      if (order.length === 0) {
        const { items } = await table.query({ pk: `${prefix}#APIKEYS`, index: 'gsi1' });
        const members = await memberStore(table).all(leaving.id);
        const { sending } = (await tenantStore(table).get(leaving.id))!;
        order.push(`${items.length} keys, ${members.length} members, sending ${sending}`);
      }
      return outside.removeFiles(tenant);
    },
  };
  await run({ confirm: 'Shop' }, watching);
  expect(order).toEqual(['0 keys, 0 members, sending stopped']);
});

test('one that was ended goes on behind the page where it was', async () => {
  const text = 'x'.repeat(300_000);
  for (let n = 0; n < 9; n += 1) await table.put({ pk: `${prefix}#JOB#${n}`, sk: 'JOB', text });
  let pages = 0;
  const afterPage = async () => {
    pages += 1;
    if (pages === 2) throw new Error('The command was ended.');
  };
  await expect(run({ confirm: 'Shop', afterPage })).rejects.toThrow('ended');
  expect(await tenantStore(table).get(leaving.id)).toBeDefined();
  const again: number[] = [];
  const done = await run({ confirm: 'Shop', afterPage: async () => void again.push(1) });
  expect(again.length).toBeLessThan(3);
  expect(done).toMatchObject({ found: { 'TENANT#JOB': 9 }, proof: { rows_left: 0 } });
});

test('what is written late is removed, too, and told of', async () => {
  const { outside } = fakeOutside();
  let looks = 0;
  const late: Outside = {
    ...outside,
    async removeFiles(tenant) {
      looks += 1;
      if (looks === 2) await table.put({ pk: `${prefix}#CAMPAIGN#cmp_1`, sk: 'ROLLUP#totals#00', recipients: -1 });
      return outside.removeFiles(tenant);
    },
  };
  expect(await run({ confirm: 'Shop' }, late)).toMatchObject({
    late: [{ 'TENANT#CAMPAIGN': 1 }],
    proof: { rows_left: 0 },
  });
});

test('where something names the tenant that nobody has thought of, there is no proof', async () => {
  await table.put({ pk: 'NEWLIST', sk: 'NEWLIST', about: [leaving.id] });
  await expect(run({ confirm: 'Shop' })).rejects.toThrow('{"NEWLIST":1}');
  await table.remove({ pk: 'NEWLIST', sk: 'NEWLIST' });
  // The tenant is gone, so that there is nothing to confirm: what is left is proved.
  expect(await run()).toMatchObject({ removed: true, found: {}, proof: { rows_left: 0 } });
});

describe('a trace', () => {
  const tenant_id = leaving.id;
  const other = `TENANT#${staying.id}`;
  test.each<[string, Item, string | undefined]>([
    ['of the tenant’s row', { pk: prefix, sk: 'TENANT' }, 'own'],
    ['in a partition of its own', { pk: `${prefix}#PHONE#+1`, sk: 'PHONE' }, 'own'],
    ['in a list for all', { pk: 'ACTIVE', sk: `${prefix}#CAMPAIGN#cmp_1` }, 'own'],
    ['behind a time', { pk: 'ENDED', sk: `${NOW}#${prefix}#CAMPAIGN#cmp_1` }, 'own'],
    ['by an attribute', { pk: 'APIKEY#1', sk: 'APIKEY', tenant_id }, 'own'],
    ['in a set', { pk: 'EMAIL#1', sk: 'EMAIL', tenants: new Set([tenant_id]) }, 'shared'],
    ['before an id in a set', { pk: 'IDENTITY#1', sk: 'IDENTITY', members: new Set([`${tenant_id}#mem_1`]) }, 'shared'],
    ['in a text', { pk: 'OTHER', sk: 'OTHER', text: `about ${tenant_id}` }, 'unexpected'],
    ['in a set of another’s', { pk: `${other}#QUOTAS`, sk: 'QUOTAS', types: new Set([tenant_id]) }, 'unexpected'],
    ['in a text that is another’s key', { pk: `${other}#TAGS`, sk: `TAG#${prefix}#x` }, 'unexpected'],
    ['is not in another’s row', { pk: `TENANT#${staying.id}`, sk: 'TENANT' }, undefined],
  ])('%s', (_, item, kind) => {
    expect(traceOf(tenant_id, item)?.kind).toBe(kind);
  });
});
