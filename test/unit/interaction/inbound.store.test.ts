import { expect, test } from 'vitest';

import { inboundStore, type RepliesBy } from '../../../shared/interaction/inbound.store.ts';
import type { Inbound } from '../../../shared/interaction/inbound.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { START } from '../fixtures.ts';
import { newSid, openWorlds, type World } from './world.ts';

const newWorld = openWorlds();
const inboundOf = ({ tenant }: World, given: Partial<Inbound> = {}): Inbound => ({
  ...{ tenant_id: tenant, customer_id: ids.next('cus'), sid: newSid(), kind: 'reply', text: 'Hi', media_urls: [] },
  received_at: timestamp(START),
  ...given,
});

test('a message is kept once, for its customer and tenant, and expires after 30 days', async () => {
  const world = newWorld();
  const { inbounds } = world.ports;
  const one = inboundOf(world);
  const { tenant_id, customer_id, sid } = one;
  expect(await inbounds.has(tenant_id, customer_id, sid)).toBe(false);
  await inbounds.add(one);
  await inbounds.add({ ...one, text: 'Changed' });
  expect(await inbounds.has(tenant_id, customer_id, sid)).toBe(true);
  for (const [tenant, customer, other] of [
    [ids.next('ten'), customer_id, sid],
    [tenant_id, ids.next('cus'), sid],
    [tenant_id, customer_id, newSid()],
  ] as const) {
    expect(await inbounds.has(tenant, customer, other)).toBe(false);
  }
  const key = { pk: `TENANT#${tenant_id}#CUSTOMER#${customer_id}#INBOUND`, sk: `INBOUND#${sid}` };
  expect(await world.table.get(key)).toMatchObject({ ...key, ...one, expires_at: START / 1000 + 30 * 86_400 });
});

test('a customer’s newest words are found: no taps, keywords or files, and nobody else’s', async () => {
  const world = newWorld();
  const { inbounds } = world.ports;
  const customer_id = ids.next('cus');
  const at = (minutes: number, given: Partial<Inbound>) =>
    inboundOf(world, { customer_id, received_at: timestamp(START + minutes * 60_000), ...given });
  for (const one of [
    at(3, { text: 'third' }),
    at(1, { text: 'first' }),
    at(2, { text: 'second' }),
    at(4, { kind: 'tap', text: 'Yes' }),
    at(5, { kind: 'opt_out', text: 'STOP' }),
    at(6, { text: '', media_urls: ['https://a.example/i.jpg'] }),
    inboundOf(world, { text: 'another’s' }),
  ])
    await inbounds.add(one);
  const texts = async (limit: number) =>
    (await inbounds.newestWords(world.tenant, customer_id, limit)).map(({ text }) => text);
  expect(await texts(2)).toEqual(['third', 'second']);
  expect(await texts(20)).toEqual(['third', 'second', 'first']);
  expect(await inbounds.newestWords(ids.next('ten'), customer_id, 20)).toEqual([]);
  await inbounds.forget(world.tenant, customer_id);
  expect(await texts(20)).toEqual([]);
});

test('the messages of a customer who is forgotten are removed, those of others stay', async () => {
  const world = newWorld();
  const { inbounds } = world.ports;
  const customer_id = ids.next('cus');
  const [other, ...theirs] = [inboundOf(world), ...Array.from({ length: 3 }, () => inboundOf(world, { customer_id }))];
  for (const one of [other, ...theirs]) await inbounds.add(one);
  for (let n = 0; n < 2; n++) await inbounds.forget(world.tenant, customer_id);
  const { items } = await world.table.query({ pk: `TENANT#${world.tenant}#CUSTOMER#${customer_id}#INBOUND` });
  expect(items).toEqual([]);
  expect(await inbounds.has(world.tenant, other.customer_id, other.sid)).toBe(true);
});

test('words are listed by campaign and by customer, newest first, for 30 days; a tap is not', async () => {
  const world = newWorld();
  const { tenant, ports } = world;
  const [customer, campaign_id] = [ids.next('cus'), ids.next('cmp')];
  const DAY = 86_400_000;
  const wrote = async (text: string, day: number, given: Partial<Inbound> = {}) => {
    const at = { customer_id: customer, campaign_id, received_at: timestamp(START + day * DAY) };
    await ports.inbounds.add(inboundOf(world, { ...at, text, ...given }));
  };
  await wrote('first', 0);
  await wrote('a tap', 1, { kind: 'tap' });
  await wrote('to nothing', 2, { campaign_id: undefined });
  await wrote('STOP', 3, { kind: 'opt_out' });
  await wrote('another’s', 4, { customer_id: ids.next('cus') });
  const texts = async (by: RepliesBy, day: number, of = tenant) =>
    (await ports.inbounds.page(of, by, START + day * DAY, { limit: 10 })).items.map(({ text }) => text);

  expect(await texts({ campaign: campaign_id }, 29)).toEqual(['another’s', 'STOP', 'first']);
  expect(await texts({ customer }, 29)).toEqual(['STOP', 'to nothing', 'first']);
  expect(await texts({ customer }, 31)).toEqual(['STOP', 'to nothing']);
  expect(await texts({ customer }, 29, ids.next('ten'))).toEqual([]);
  await ports.inbounds.forget(tenant, customer);
  expect(await texts({ campaign: campaign_id }, 29)).toEqual(['another’s']);
});

test('words leave the lists after as many days as the tenant said when they were written', async () => {
  const world = newWorld();
  const customer_id = ids.next('cus');
  const DAY = 86_400_000;
  const writes = async (text: string, days: number) => {
    const asked: unknown[] = [];
    const inbounds = inboundStore(world.table, async (...of) => (asked.push(of), days));
    await inbounds.add(inboundOf(world, { customer_id, received_at: timestamp(START), text }));
    expect(asked).toEqual([[world.tenant, 'replies_days']]);
  };
  await writes('a week', 7);
  await writes('long', 365);
  const texts = async (day: number) => {
    const page = await world.ports.inbounds.page(world.tenant, { customer: customer_id }, START + day * DAY, {
      limit: 10,
    });
    return page.items.map(({ text }) => text).toSorted();
  };
  expect(await texts(6)).toEqual(['a week', 'long']);
  expect(await texts(8)).toEqual(['long']);
  expect(await texts(364)).toEqual(['long']);
  expect(await texts(366)).toEqual([]);
});
