import { describe, expect, test } from 'vitest';

import type { Customer } from '../../../shared/customer/customer.ts';
import { handleInbound, type InboundPorts } from '../../../shared/interaction/handle-inbound.ts';
import { maySend } from '../../../shared/message/may-send.ts';
import { buttonToken } from '../../../shared/message/message-token.ts';
import type { InboundMessage } from '../../../shared/provider/provider.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { MINUTE, newNumber, newSid, openWorlds, type World } from './world.ts';

const newWorld = openWorlds();

function receive({ tenant, ports }: World, inbound: Partial<InboundMessage>, more: Partial<InboundPorts> = {}) {
  return handleInbound(tenant, { sid: newSid(), text: '', media_urls: [], ...inbound }, { ...ports, ...more });
}
const everyone = async ({ ports, tenant }: World) => (await ports.customers.page(tenant, { limit: 100 })).items;
const now = ({ ports, tenant }: World, { id }: Customer) => ports.customers.get(tenant, id);
async function kinds({ table, tenant }: World, { id }: Customer) {
  const { items } = await table.query({ pk: `TENANT#${tenant}#CUSTOMER#${id}#INBOUND` });
  return items.map(({ kind, content }) => [kind, content]);
}

/** A customer who was sent a campaign ten minutes ago. */
async function reached(phone_number = newNumber()) {
  const world = newWorld();
  const [customer, campaign] = [await world.customer(phone_number), await world.campaign()];
  const sid = await world.sent(campaign, customer);
  world.clock.advance(10 * MINUTE);
  const token = buttonToken({ campaign_id: campaign.id, customer_id: customer.id }, 0);
  return { world, customer, campaign, sid, token };
}

let ids = 0;
const newUserId = () => `US.1349${String(ids++).padStart(6, '0')}`;

describe('a number that networks spell in two ways', () => {
  test.each([
    ['Mexico', '+525512345601', '+5215512345601'],
    ['Argentina', '+541123456789', '+5491123456789'],
    ['Brazil', '+5511987654321', '+551187654321'],
  ])('of %s is one customer, whichever is stored and whichever writes', async (_, one, other) => {
    for (const [stored, writes] of [
      [one, other],
      [other, one],
    ] as const) {
      const { world, customer } = await reached(stored);
      await receive(world, { from: writes, text: 'STOP' });
      expect(await everyone(world)).toMatchObject([
        // It is sent to as it was given.
        { id: customer.id, phone_number: stored, consent: { status: 'opted_out', author: 'person' } },
      ]);
      expect((await world.customer(writes)).id).toBe(customer.id);
    }
  });
});

describe('who shows a user name instead of a number', () => {
  test('is the customer whose button was tapped, and from then on of every message', async () => {
    const { world, customer, campaign, token } = await reached();
    const whatsapp_user_id = newUserId();
    await receive(world, { whatsapp_user_id, username: 'ana', text: 'Yes', button_text: 'Yes', button_payload: token });
    expect(await world.taps(campaign)).toMatchObject([{ customer_id: customer.id, button_id: 'yes' }]);
    await receive(world, { whatsapp_user_id, text: 'STOP' });
    expect(await everyone(world)).toMatchObject([
      { id: customer.id, whatsapp_user_id, username: 'ana', consent: { status: 'opted_out' } },
    ]);
  });

  test('is the customer whose message is replied to, as the provider knows it', async () => {
    const { world, customer, sid } = await reached();
    const recipientOf = async (asked: string) => (asked === sid ? (customer.phone_number ?? undefined) : undefined);
    await receive(world, { whatsapp_user_id: newUserId(), text: 'STOP', replied_to_sid: sid }, { recipientOf });
    expect(await everyone(world)).toMatchObject([{ id: customer.id, consent: { status: 'opted_out' } }]);
  });

  test('is a customer without a number when nothing else is known, and is not sent to', async () => {
    const { world, campaign, customer: other } = await reached();
    const whatsapp_user_id = newUserId();
    const recipientOf = () => Promise.reject(new Error('unreachable'));
    await receive(world, { whatsapp_user_id, country: 'US', text: 'START', replied_to_sid: newSid() }, { recipientOf });
    const [found] = (await everyone(world)).filter(({ id }) => id !== other.id);
    expect(found).toMatchObject({ phone_number: null, whatsapp_user_id, consent: { status: 'opted_in' } });
    expect(found).toMatchObject({ country: 'US', timezone: 'America/New_York' });
    const slot = { begin: world.clock.now(), end: world.clock.now() };
    expect(maySend(campaign, found, undefined, slot)).toEqual({ kind: 'never', reason: 'no_number' });
    expect(world.events()).toEqual(['inbound.unresolved', 'inbound.received']);
  });

  test('is linked to the number that comes with it later, with the STOP that was said before', async () => {
    const { world, customer, token } = await reached();
    const whatsapp_user_id = newUserId();
    await receive(world, { whatsapp_user_id, text: 'STOP' });
    await receive(world, { from: customer.phone_number ?? undefined, whatsapp_user_id, text: 'Hi' });
    const linked = await now(world, customer);
    expect(linked).toMatchObject({ whatsapp_user_id, consent: { status: 'opted_out', author: 'person' } });
    const others = (await everyone(world)).filter(({ id }) => id !== customer.id);
    expect(others).toMatchObject([{ same_as: customer.id }]);
    expect(linked?.linked).toEqual(others.map(({ id }) => id));
    await receive(world, { whatsapp_user_id, text: 'Yes', button_payload: token });
    expect((await kinds(world, customer)).map(([kind]) => kind)).toEqual(['reply', 'tap']);
  });

  test('gets the number that comes with the id when nobody has it', async () => {
    const world = newWorld();
    const [whatsapp_user_id, from] = [newUserId(), newNumber()];
    await receive(world, { whatsapp_user_id, text: 'STOP' });
    await receive(world, { whatsapp_user_id, from, text: 'Hi' });
    expect(await everyone(world)).toMatchObject([
      { phone_number: from, country: 'DE', consent: { status: 'opted_out' } },
    ]);
    expect((await world.customer(from)).whatsapp_user_id).toBe(whatsapp_user_id);
  });
});

test('a number with a new user id is logged, and keeps its consent', async () => {
  const { world, customer } = await reached();
  const from = customer.phone_number ?? undefined;
  const [before, after] = [newUserId(), newUserId()];
  await receive(world, { from, whatsapp_user_id: before, text: 'STOP' });
  await receive(world, { from, whatsapp_user_id: after, text: 'Hi' });
  expect(world.events()).toContain('customer.user_id_changed');
  expect(await now(world, customer)).toMatchObject({ whatsapp_user_id: after, consent: { status: 'opted_out' } });
  expect(await world.ports.customers.byUserId(world.tenant, before)).toBeUndefined();
  expect(await world.ports.customers.byUserId(world.tenant, after)).toMatchObject({ id: customer.id });
});

test('a user id that comes with another number is that number’s, and the former customer can be erased', async () => {
  const world = newWorld();
  const [whatsapp_user_id, first, second] = [newUserId(), newNumber(), newNumber()];
  await receive(world, { from: first, whatsapp_user_id, text: 'Hi' });
  await receive(world, { from: second, whatsapp_user_id, text: 'Hi' });
  const found = await world.ports.customers.byUserId(world.tenant, whatsapp_user_id);
  expect(found).toMatchObject({ phone_number: second });
  const former = await world.ports.customers.byPhone(world.tenant, first);
  expect(former).not.toHaveProperty('whatsapp_user_id');
  expect(await world.ports.customers.erase(world.tenant, former!.id)).toContain(former!.id);
  expect(await world.ports.customers.byUserId(world.tenant, whatsapp_user_id)).toEqual(found);
});

test('a message that says nothing of its author is acknowledged and logged', async () => {
  const world = newWorld();
  await receive(world, { text: 'STOP' });
  expect([await everyone(world), world.events()]).toEqual([[], ['inbound.unattributed']]);
});

describe('opting out', () => {
  test.each<[string, Partial<InboundMessage>]>([
    ['"STOP"', { text: '"STOP"' }],
    ['*Stop*', { text: '*Stop*' }],
    ['Stop,', { text: 'Stop,' }],
    ['STOP 🛑', { text: 'STOP 🛑' }],
    ['Stop promotions', { text: 'Stop promotions' }],
    ['PARAR', { text: 'PARAR' }],
    ['BAJA', { text: 'BAJA' }],
    ['STOPP', { text: 'STOPP' }],
    ['ARRET', { text: 'ARRET' }],
    ['arrêt', { text: 'arre\u0302t' }],
    ['full width', { text: 'ＳＴＯＰ' }],
    ['Стоп', { text: 'Стоп!' }],
    ['रोकें', { text: 'रोकें' }],
    ['停止', { text: '停止。' }],
    ['a button with a payload', { text: 'STOP', button_text: 'STOP', button_payload: 'stop' }],
    ['the provider’s keyword with any payload', { text: 'Lass das', button_payload: 'x', keyword: 'opt_out' }],
    ['the provider’s keyword with a reaction', { content: { type: 'reaction' }, keyword: 'opt_out' }],
  ])('by %s is heard', async (_, inbound) => {
    const { world, customer } = await reached();
    await receive(world, { from: customer.phone_number ?? undefined, ...inbound });
    expect(await now(world, customer)).toMatchObject({ consent: { status: 'opted_out', author: 'person' } });
    expect(await kinds(world, customer)).toMatchObject([['opt_out', inbound.content]]);
  });

  test('by a reply button of that title is a tap, too, on its own campaign', async () => {
    const world = newWorld();
    const customer = await world.customer();
    const campaign = await world.campaign({ buttons: [{ id: 'no', title: 'Abmelden', type: 'reply' }] });
    await world.sent(campaign, customer);
    await world.sent(await world.campaign(), customer);
    const button_payload = buttonToken({ campaign_id: campaign.id, customer_id: customer.id }, 0);
    const tap = { text: 'Abmelden', button_text: 'Abmelden', button_payload };
    await receive(world, { from: customer.phone_number ?? undefined, ...tap });
    expect(await now(world, customer)).toMatchObject({ consent: { status: 'opted_out', campaign_id: campaign.id } });
    expect(await world.taps(campaign)).toHaveLength(1);
    expect(await world.message(campaign, customer)).toMatchObject({ opted_out_at: world.now() });
  });

  test('by the tenant’s own word', async () => {
    const { world, customer } = await reached();
    const at = timestamp(world.clock.now());
    const tenant = { id: world.tenant, name: 'Shop', opt_out_words: ['Kein Bock'], created_at: at, updated_at: at };
    await world.ports.tenants.add(tenant);
    await receive(world, { from: customer.phone_number ?? undefined, text: 'kein bock!!' });
    expect(await now(world, customer)).toMatchObject({ consent: { status: 'opted_out' } });
  });

  test.each(['Please don’t stop', 'Stop by our shop?', 'stopper', '🛑', '', '!'])(
    'is not what %j says',
    async (text) => {
      const { world, customer } = await reached();
      await receive(world, { from: customer.phone_number ?? undefined, text });
      expect(await now(world, customer)).toMatchObject({ consent: { status: 'opted_in' } });
    },
  );
});

test('a place and a contact card are replies and are kept; a reaction is kept and is no reply', async () => {
  const place = { type: 'location', latitude: 52.5, longitude: 13.4, label: 'Shop' } as const;
  for (const [content, kind] of [
    [place, 'reply'],
    [{ type: 'contact' }, 'reply'],
    [{ type: 'reaction' }, 'reaction'],
  ] as const) {
    const { world, customer, campaign, sid } = await reached();
    await receive(world, { from: customer.phone_number ?? undefined, text: '👍', content, replied_to_sid: sid });
    expect(await kinds(world, customer)).toEqual([[kind, content]]);
    expect((await world.message(campaign, customer))?.replied_at !== undefined).toBe(kind === 'reply');
  }
});
