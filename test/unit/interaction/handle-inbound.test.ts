import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { keys } from '../../../shared/customer/customer.keys.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { handleInbound, type InboundPorts } from '../../../shared/interaction/handle-inbound.ts';
import type { InboundMessage } from '../../../shared/provider/provider.ts';
import { keys as messageKeys } from '../../../shared/message/message.keys.ts';
import { buttonToken } from '../../../shared/message/message-token.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Item } from '../../../shared/platform/table-client.ts';
import { thrown } from '../fixtures.ts';
import { HOUR, MINUTE, newNumber, newSid, openWorlds, type World } from './world.ts';

const newWorld = openWorlds();

/** Handles a message of a customer. @returns its sid */
async function receive(
  { tenant, ports }: World,
  { phone_number }: Pick<Customer, 'phone_number'>,
  inbound: Partial<InboundMessage>,
) {
  const given = { sid: newSid(), from: phone_number ?? undefined, text: '', media_urls: [], ...inbound };
  await handleInbound(tenant, given, ports);
  return given.sid;
}

async function inboundsOf({ table, tenant }: World, { id }: Customer): Promise<Item[]> {
  const { items } = await table.query({ pk: `TENANT#${tenant}#CUSTOMER#${id}#INBOUND` });
  return [...items];
}

async function ledger({ table, tenant }: World, { id }: Customer): Promise<unknown[]> {
  const { pk, sk } = keys.consent(tenant, id, '');
  const { items } = await table.query({ pk, prefix: sk });
  return items.map(({ status }) => status);
}

/** A customer who was sent a campaign ten minutes ago. */
async function reached(given: Partial<Campaign> = {}) {
  const world = newWorld();
  const [customer, campaign] = [await world.customer(), await world.campaign(given)];
  const sid = await world.sent(campaign, customer);
  world.clock.advance(10 * MINUTE);
  const token = (place: number) => buttonToken({ campaign_id: campaign.id, customer_id: customer.id }, place);
  return { world, customer, campaign, sid, token };
}

describe('a tap', () => {
  test('with a token is an interaction of its button, and no reply', async () => {
    const { world, customer, campaign, token } = await reached();
    const sid = await receive(world, customer, { text: 'Yes', button_text: 'Yes', button_payload: token(0) });
    const [tap, ...others] = await world.taps(campaign);
    expect(others).toEqual([]);
    expect(tap).toMatchObject({
      ...{ customer_id: customer.id, button_id: 'yes', button_title: 'Yes', button_type: 'reply', source: 'inbound' },
      ...{ clicked_at: world.now(), response_seconds: 590, local_weekday: 4, local_hour: 13 },
    });
    const message = await world.message(campaign, customer);
    expect(message).toMatchObject({ clicked_buttons: ['yes'], first_click_at: world.now() });
    expect(message).not.toHaveProperty('replied_at');
    expect(await inboundsOf(world, customer)).toMatchObject([
      { sid, kind: 'tap', text: 'Yes', campaign_id: campaign.id, interaction_id: tap!.id, received_at: world.now() },
    ]);
    expect(await world.ports.customers.get(world.tenant, customer.id)).toMatchObject({ last_inbound_at: world.now() });
    expect(world.lines).toMatchObject([['inbound.received', { code: 'tap', campaign_id: campaign.id }]]);
  });

  test('that is made twice is two interactions of one customer', async () => {
    const { world, customer, campaign, token } = await reached();
    for (let n = 0; n < 2; n++) await receive(world, customer, { button_payload: token(0) });
    expect(await world.taps(campaign)).toHaveLength(2);
    expect(await world.message(campaign, customer)).toMatchObject({ clicked_buttons: ['yes'] });
  });

  test('that is reported several times, also at the same time, is one interaction', async () => {
    const { world, customer, campaign, token } = await reached();
    const inbound = { sid: newSid(), button_payload: token(0) };
    await Promise.all(Array.from({ length: 5 }, () => receive(world, customer, inbound)));
    await receive(world, customer, inbound);
    expect(await world.taps(campaign)).toHaveLength(1);
    expect(await inboundsOf(world, customer)).toHaveLength(1);
  });

  test('with a fixed id is found by the message that was replied to', async () => {
    for (const inbound of [{ button_payload: 'yes' }, { button_payload: 'fixed', button_text: 'Yes' }]) {
      const { world, customer, campaign, sid } = await reached();
      const other = await world.campaign();
      await world.sent(other, customer);
      await receive(world, customer, { ...inbound, replied_to_sid: sid });
      expect(await world.taps(campaign)).toMatchObject([{ button_id: 'yes' }]);
      expect(await world.taps(other)).toEqual([]);
      expect(await inboundsOf(world, customer)).toMatchObject([{ kind: 'tap', campaign_id: campaign.id }]);
    }
  });

  test('is of the reply button, not of a link with the same title', async () => {
    const buttons: Campaign['buttons'] = [
      { id: 'site', title: 'Yes', type: 'url', url: 'https://shop.example' },
      { id: 'no', title: 'No', type: 'reply' },
    ];
    const { world, customer, campaign, sid } = await reached({ buttons });
    await receive(world, customer, { button_payload: 'site', button_text: 'Yes', replied_to_sid: sid });
    await receive(world, customer, { button_payload: 'no', button_text: 'No', replied_to_sid: sid });
    expect(await world.taps(campaign)).toMatchObject([{ button_id: 'no' }]);
  });

  test.each<[string, (all: Awaited<ReturnType<typeof reached>>) => Partial<InboundMessage>]>([
    ['of nothing known', () => ({ button_payload: 'what' })],
    ['without a payload', () => ({ button_payload: '' })],
    ['of a link', ({ token }) => ({ button_payload: token(1) })],
    ['of a place without a button', ({ token }) => ({ button_payload: token(3) })],
    [
      'of a campaign that is deleted',
      ({ customer }) => ({
        button_payload: buttonToken({ campaign_id: ids.next('cmp'), customer_id: customer.id }, 0),
      }),
    ],
    [
      'of another customer',
      ({ campaign }) => ({
        button_payload: buttonToken({ campaign_id: campaign.id, customer_id: ids.next('cus') }, 0),
      }),
    ],
    ['in answer to a message of nobody', () => ({ button_payload: 'yes', replied_to_sid: newSid() })],
    ['of no button of the message it answers', ({ sid }) => ({ button_payload: 'what', replied_to_sid: sid })],
  ])('%s does not count, and is kept as a reply', async (_, messageOf) => {
    const all = await reached();
    const { world, customer, campaign } = all;
    await receive(world, customer, { text: 'Yes', ...messageOf(all) });
    expect(await world.taps(campaign)).toEqual([]);
    const message = await world.message(campaign, customer);
    expect([message?.clicked_buttons, message?.replied_at]).toEqual([undefined, undefined]);
    expect(await inboundsOf(world, customer)).toMatchObject([{ kind: 'reply', text: 'Yes' }]);
  });

  test('of an unknown number makes a customer, and does not count', async () => {
    const { world, customer, campaign, token } = await reached();
    const phone_number = newNumber();
    await receive(world, { phone_number }, { button_payload: token(0), profile_name: ' Bo ' });
    const stranger = await world.ports.customers.byPhone(world.tenant, phone_number);
    expect(stranger).toMatchObject({ name: 'Bo', consent: { status: 'unknown' }, last_inbound_at: world.now() });
    expect(stranger?.id).not.toBe(customer.id);
    expect(await world.taps(campaign)).toEqual([]);
    expect(await inboundsOf(world, stranger!)).toMatchObject([{ kind: 'reply' }]);
  });

  test('with another tenant’s token counts for neither', async () => {
    const [{ token, ...theirs }, own] = [await reached(), await reached()];
    await receive(own.world, own.customer, { button_payload: token(0) });
    expect([await theirs.world.taps(theirs.campaign), await own.world.taps(own.campaign)]).toEqual([[], []]);
  });

  test('of a campaign that this customer was not sent does not count', async () => {
    const { world, campaign } = await reached();
    const other = await world.customer();
    const of = { campaign_id: campaign.id, customer_id: other.id };
    await receive(world, other, { button_payload: buttonToken(of, 0) });
    await world.ports.messages.skip(world.tenant, { ...of, id: ids.next('msg') }, 'opted_out', world.clock.now());
    await receive(world, other, { button_payload: buttonToken(of, 0) });
    expect(await world.taps(campaign)).toEqual([]);
  });
});

describe('words', () => {
  test('answer the newest campaign that the customer was sent', async () => {
    const { world, customer, campaign } = await reached();
    const newer = await world.campaign();
    await world.sent(newer, customer);
    await receive(world, customer, { text: 'How much?', media_urls: ['https://api.twilio.com/m1'] });
    expect(await world.message(newer, customer)).toMatchObject({ replied_at: world.now() });
    expect(await world.message(campaign, customer)).not.toHaveProperty('replied_at');
    expect(await inboundsOf(world, customer)).toMatchObject([
      { kind: 'reply', text: 'How much?', media_urls: ['https://api.twilio.com/m1'], campaign_id: newer.id },
    ]);
  });

  test('in answer to a message answer its campaign', async () => {
    const { world, customer, campaign, sid } = await reached();
    const newer = await world.campaign();
    await world.sent(newer, customer);
    await receive(world, customer, { text: 'How much?', replied_to_sid: sid });
    expect(await world.message(campaign, customer)).toMatchObject({ replied_at: world.now() });
    expect(await world.message(newer, customer)).not.toHaveProperty('replied_at');
  });

  test.each([
    ['before', { replaced_sid: 'SM-former' }],
    ['long before', { former_sids: ['SM-former', 'SM-last'], replaced_sid: 'SM-last' }],
  ])('in answer to an attempt %s answer its campaign', async (_, kept) => {
    const { world, customer, campaign } = await reached();
    const of = { campaign_id: campaign.id, customer_id: customer.id };
    await world.table.update(messageKeys.message(world.tenant, of), { set: kept });
    const newer = await world.campaign();
    await world.sent(newer, customer);
    await receive(world, customer, { text: 'How much?', replied_to_sid: 'SM-former' });
    expect(await world.message(campaign, customer)).toMatchObject({ replied_at: world.now() });
    expect(await world.message(newer, customer)).not.toHaveProperty('replied_at');
  });

  test('in answer to a message of no campaign, or long after, answer none', async () => {
    const { world, customer, campaign } = await reached();
    await receive(world, customer, { text: 'How much?', replied_to_sid: newSid() });
    world.clock.advance(7 * 24 * HOUR);
    await receive(world, customer, { text: 'How much?' });
    expect(await world.message(campaign, customer)).not.toHaveProperty('replied_at');
    const all = await inboundsOf(world, customer);
    expect(all.map(({ kind, campaign_id }) => [kind, campaign_id])).toEqual([
      ['reply', undefined],
      ['reply', undefined],
    ]);
  });

  test('that come twice keep the first time', async () => {
    const { world, customer, campaign } = await reached();
    const first = world.now();
    await receive(world, customer, { text: 'How much?' });
    world.clock.advance(MINUTE);
    await receive(world, customer, { text: 'Hello?' });
    expect(await world.message(campaign, customer)).toMatchObject({ replied_at: first });
  });

  test.each([
    [0, 'Size M'],
    [HOUR, 'Size M'],
    [HOUR + 1, undefined],
  ])('%i ms after a tap are its answer: %s', async (later, response_message) => {
    const { world, customer, campaign, token } = await reached();
    await receive(world, customer, { text: 'Yes', button_payload: token(0) });
    world.clock.advance(later);
    await receive(world, customer, { text: 'Size M' });
    await receive(world, customer, { text: 'Or L' });
    const [tap] = await world.taps(campaign);
    expect(tap?.response_message).toBe(response_message);
    expect((await inboundsOf(world, customer)).map(({ kind }) => kind).sort()).toEqual(['reply', 'reply', 'tap']);
  });

  test('after a tap of another campaign are not its answer', async () => {
    const { world, customer, campaign, token } = await reached();
    await receive(world, customer, { button_payload: token(0) });
    const newer = await world.campaign();
    world.clock.advance(MINUTE);
    await world.sent(newer, customer);
    await receive(world, customer, { text: 'Size M' });
    expect((await world.taps(campaign))[0]).not.toHaveProperty('response_message');
  });
});

describe('the keywords', () => {
  const consentOf = async ({ ports, tenant }: World, { id }: Customer) =>
    (await ports.customers.get(tenant, id))?.consent;

  test('STOP is an opt-out in answer to a campaign, START an opt-in again', async () => {
    const { world, customer, campaign } = await reached();
    await receive(world, customer, { text: 'Stop.' });
    const stopped = world.now();
    expect(await consentOf(world, customer)).toEqual({
      ...{ status: 'opted_out', source: 'whatsapp', text: 'Stop.', at: stopped, campaign_id: campaign.id },
      author: 'person',
    });
    const message = await world.message(campaign, customer);
    expect(message).toMatchObject({ opted_out_at: stopped });
    expect(message).not.toHaveProperty('replied_at');
    world.clock.advance(MINUTE);
    await receive(world, customer, { text: 'START' });
    expect(await consentOf(world, customer)).toEqual({
      ...{ status: 'opted_in', source: 'whatsapp', text: 'START', at: world.now(), author: 'person' },
    });
    expect(await ledger(world, customer)).toEqual(['opted_in', 'opted_out', 'opted_in']);
    expect(await world.message(campaign, customer)).toMatchObject({ opted_out_at: stopped });
  });

  test.each([
    ['words', () => ({ text: 'Stop.' })],
    ['a tap', (token: string) => ({ text: 'Stop', button_text: 'Stop', button_payload: token })],
  ])('by %s are of the content and the variant that the person had got', async (_, messageOf) => {
    const world = newWorld();
    const [customer, campaign] = [await world.customer(), await world.campaign()];
    await world.sent(campaign, customer, { content_key: 'long', arm: 'b' });
    world.clock.advance(MINUTE);
    await receive(world, customer, messageOf(buttonToken({ campaign_id: campaign.id, customer_id: customer.id }, 0)));
    const about = { status: 'opted_out', campaign_id: campaign.id, content_key: 'long', variant: 'b' };
    expect(await consentOf(world, customer)).toMatchObject(about);
  });

  test('that the provider recognises count, in any language', async () => {
    const { world, customer, campaign } = await reached();
    await receive(world, customer, { text: 'Lass das', keyword: 'opt_out' });
    expect(await consentOf(world, customer)).toMatchObject({ status: 'opted_out', text: 'Lass das' });
    expect(await world.message(campaign, customer)).toHaveProperty('opted_out_at');
  });

  test('of an unknown number are recorded in the ledger, too', async () => {
    const { world, campaign } = await reached();
    const phone_number = newNumber();
    await receive(world, { phone_number }, { text: 'STOP' });
    const stranger = (await world.ports.customers.byPhone(world.tenant, phone_number))!;
    expect(stranger.consent).toEqual({
      ...{ status: 'opted_out', source: 'whatsapp', text: 'STOP', at: world.now(), author: 'person' },
    });
    expect(await world.ports.messages.get(world.tenant, { campaign_id: campaign.id, customer_id: stranger.id })).toBe(
      undefined,
    );
  });

  test('HELP changes nothing', async () => {
    const { world, customer, campaign } = await reached();
    const before = await world.message(campaign, customer);
    await receive(world, customer, { text: 'Help!' });
    expect(await world.message(campaign, customer)).toEqual(before);
    expect(await consentOf(world, customer)).toMatchObject({ status: 'opted_in', source: 'web' });
    expect(await inboundsOf(world, customer)).toMatchObject([{ kind: 'help' }]);
  });

  test('that are reported twice are one line in the ledger, and do not undo what came between', async () => {
    const { world, customer } = await reached();
    const inbound = { sid: newSid(), text: 'STOP' };
    await receive(world, customer, inbound);
    world.clock.advance(MINUTE);
    await receive(world, customer, { text: 'START' });
    world.clock.advance(MINUTE);
    await receive(world, customer, inbound);
    expect(await consentOf(world, customer)).toMatchObject({ status: 'opted_in' });
    expect(await ledger(world, customer)).toEqual(['opted_in', 'opted_out', 'opted_in']);
  });

  test('longer than the ledger keeps are truncated', async () => {
    const { world, customer } = await reached();
    await receive(world, customer, { text: 'x'.repeat(1600), keyword: 'opt_out' });
    expect((await consentOf(world, customer))?.text).toHaveLength(1000);
  });
});

test.each<[string, (token: string) => Partial<InboundMessage>]>([
  ['a tap', (token) => ({ text: 'Yes', button_payload: token })],
  ['words', () => ({ text: 'How much?' })],
  ['STOP', () => ({ text: 'STOP' })],
  ['START', () => ({ text: 'START' })],
])('%s whose handling was interrupted is handled again, with the effect of once', async (_, messageOf) => {
  const { world, customer, campaign, token } = await reached();
  const inbound = {
    sid: newSid(),
    from: customer.phone_number ?? undefined,
    text: '',
    media_urls: [],
    ...messageOf(token(0)),
  };
  const add: InboundPorts['inbounds']['add'] = () => Promise.reject(new Error('no table'));
  const dying = { ...world.ports, inbounds: { ...world.ports.inbounds, add } };
  expect(await thrown(() => handleInbound(world.tenant, inbound, dying))).toMatchObject({ message: 'no table' });
  const [taps, message, entries] = [
    await world.taps(campaign),
    await world.message(campaign, customer),
    await ledger(world, customer),
  ];
  world.clock.advance(MINUTE);
  for (let n = 0; n < 2; n++) await handleInbound(world.tenant, inbound, world.ports);
  expect(await world.taps(campaign)).toEqual(taps);
  expect(await world.message(campaign, customer)).toEqual(message);
  expect(await ledger(world, customer)).toEqual(entries);
  expect(await inboundsOf(world, customer)).toHaveLength(1);
  expect(world.events()).toEqual(['inbound.received']);
});
