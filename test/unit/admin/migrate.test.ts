import { afterEach, beforeEach, expect, test } from 'vitest';

import { migrate } from '../../../admin/migrate.ts';
import { customerStore, type Customers } from '../../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { TABLE_NAME, testTable } from '../../support/dynamodb.ts';
import { EARLIER, earlierCustomer, twiceStored } from '../../support/earlier-version.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let customers: Customers;
const run = (bounds?: Parameters<typeof migrate>[1]) =>
  migrate({ tableName: TABLE_NAME, access: opened.access }, bounds);
beforeEach(async () => {
  opened = await testTable();
  customers = customerStore(opened.table);
  for (const item of twiceStored()) await opened.table.put(item);
});
afterEach(() => opened.close());

const { tenant_id, ana } = EARLIER;
const BOTH = ['+525512345601', '+5215512345601'];
const phoneRow = (number: string) => opened.table.get({ pk: `TENANT#${tenant_id}#PHONE#${number}`, sk: 'PHONE' });
const everything = () => customers.page(tenant_id, { limit: 100 });

test('before it, both spellings already lead to one of an earlier version’s two customers', async () => {
  for (const number of BOTH) {
    const found = await customers.byPhone(tenant_id, number);
    expect(found?.id).toBe(ana);
    const about = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now: '2026-06-01T00:00:00.000Z' };
    const draft = draftCustomer({ phone_number: number }, about);
    expect(await customers.upsert(draft)).toMatchObject({ created: false });
  }
});

test('two customers of one person are linked: the older one stands for both, and the more careful consent counts', async () => {
  expect(await run()).toEqual({ complete: true, resumed: false, customers: 2, moved: 0, linked: 1 });
  for (const number of BOTH) {
    expect(await customers.byPhone(tenant_id, number)).toMatchObject({
      ...{ id: ana, phone_number: '+525512345601', name: 'Ana', tags: ['vip', 'news'], attributes: { city: 'Puebla' } },
      ...{ consent: { status: 'opted_out', source: 'whatsapp' }, last_inbound_at: '2026-05-03T00:00:00.000Z' },
      linked: ['cus_01J00000000000000000000002'],
    });
  }
  const other = await customers.get(tenant_id, 'cus_01J00000000000000000000002');
  expect(other).toMatchObject({ same_as: ana, name: 'Ana M.', phone_number: '+5215512345601' });
  expect([await phoneRow(BOTH[0]!), await phoneRow(BOTH[1]!)]).toMatchObject([{ customer_id: ana }, undefined]);
  const { items } = await opened.table.query({
    ...{ pk: `TENANT#${tenant_id}#CUSTOMERS#${laneName(laneOf(ana))}`, prefix: `CONSENT#${ana}#` },
  });
  expect(items.map(({ status }) => status)).toEqual(['opted_in', 'opted_out']);
});

test('nobody stays suppressed for what was about the sandbox or the trial', async () => {
  const at = '2026-05-01T00:00:00.000Z';
  const people = (['63015', '21608', '63024'] as const).map((code, n) => {
    const id = `cus_01J0000000000000000000001${n}`;
    const number = { lane: laneName(laneOf(id)), phone_number: `+4915112345${n}00` };
    return { id, code, items: earlierCustomer({ id, ...number, fields: { suppressed: { code, at } } }) };
  });
  for (const item of people.flatMap(({ items }) => items)) await opened.table.put(item);
  await run();
  const found = await Promise.all(people.map(({ id }) => customers.get(tenant_id, id)));
  expect(found.map((customer) => customer?.suppressed)).toEqual([undefined, undefined, { code: '63024', at }]);
});

test('a number of another spelling alone keeps its customer, under the canonical row', async () => {
  const id = 'cus_01J00000000000000000000003';
  const number = '+5491123456789';
  for (const item of earlierCustomer({ id, lane: laneName(laneOf(id)), phone_number: number })) {
    await opened.table.put(item);
  }
  expect(await run()).toMatchObject({ moved: 1, linked: 1 });
  expect([await phoneRow('+541123456789'), await phoneRow(number)]).toMatchObject([{ customer_id: id }, undefined]);
  expect(await customers.byPhone(tenant_id, number)).toMatchObject({ id, phone_number: number });
});

test('again, it changes nothing', async () => {
  await run();
  const before = await everything();
  expect(await run()).toMatchObject({ complete: true, resumed: false, moved: 0, linked: 0 });
  expect(await everything()).toEqual(before);
});

test('interrupted, it goes on where it was', async () => {
  const id = (n: number) => `cus_01J0000000000000000000${String(1000 + n)}`;
  for (let n = 0; n < 20; n += 1) {
    const phone_number = `+5215599${String(100_000 + n)}`;
    const [item, row] = earlierCustomer({ id: id(n), lane: laneName(laneOf(id(n))), phone_number });
    await Promise.all([opened.table.put(item!), opened.table.put(row!)]);
  }
  const first = await run({ pageSize: 10, pages: 2 });
  expect(first).toMatchObject({ complete: false, resumed: false });
  expect(first.customers).toBeLessThan(22);
  expect(await run()).toMatchObject({ complete: true, resumed: true, customers: 22, moved: 20, linked: 1 });
});

test('erasing the person afterwards removes both customers and every row that leads to them', async () => {
  await run();
  expect(await customers.erase(tenant_id, 'cus_01J00000000000000000000002')).toHaveLength(2);
  expect((await everything()).items).toEqual([]);
  for (const number of BOTH) expect(await phoneRow(number)).toBeUndefined();
});

test('audiences find when customers of an earlier version last tapped, and who converted', async () => {
  const [interactions, messages] = [interactionStore(opened.table), messageStore(opened.table)];
  const reference = { campaign_id: 'cmp_01J00000000000000000000001', customer_id: ana };
  const at = '2026-05-04T00:00:00.000Z';
  const row = { id: ids.next('msg'), ...reference, status: 'sending' as const, attempts: 1, variables: [] };
  await messages.claim(tenant_id, { ...row, holder: 'test', lease_until: 0 }, 0);
  const tap = {
    ...{ id: ids.next('int'), tenant_id, ...reference, message_id: row.id, button_id: 'yes', button_title: 'Yes' },
    ...{ button_type: 'reply' as const, source: 'inbound' as const, clicked_at: at, local_weekday: 0, local_hour: 0 },
  };
  await interactions.record(tap, { key: 'k' }, messages.tapWrite(tenant_id, reference, 'yes', at));
  const conversion = { conversion_type: 'order', conversion_reference_id: 'A-1', converted_at: at };
  await interactions.credit(tap, conversion);
  for (let pass = 0; pass < 2; pass += 1) {
    expect(await run()).toMatchObject({ complete: true, customers: 2 });
    expect(await customers.get(tenant_id, ana)).toMatchObject({ last_tapped_at: at });
    expect(await messages.get(tenant_id, reference)).toMatchObject({ converted_at: at });
  }
});
