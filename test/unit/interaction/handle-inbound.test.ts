import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { keys } from '../../../shared/customer/customer.keys.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { handleInbound, type InboundPorts } from '../../../shared/interaction/handle-inbound.ts';
import type { InboundMessage } from '../../../shared/provider/provider.ts';
import { buttonToken } from '../../../shared/message/message-token.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Item } from '../../../shared/platform/table-client.ts';
import { thrown } from '../fixtures.ts';
import { HOUR, MINUTE, newNumber, newSid, openWorlds, type World } from './world.ts';

const newWorld = openWorlds();

/** Takes a message in, as often as the provider tells of it. */
async function told(
  { tenant, ports }: World,
  { phone_number }: Pick<Customer, 'phone_number'>,
  news: Partial<InboundMessage>,
) {
  const given = { sid: newSid(), from: phone_number, text: '', media_urls: [], ...news };
  await handleInbound(tenant, given, ports);
  return given.sid;
}

async function taken({ table, tenant }: World, { id }: Customer): Promise<Item[]> {
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
  test('that carries our token is an interaction of its button, and no reply', async () => {
    const { world, customer, campaign, token } = await reached();
    const sid = await told(world, customer, { text: 'Yes', button_text: 'Yes', button_payload: token(0) });
    const [tap, ...others] = await world.taps(campaign);
    expect(others).toEqual([]);
    expect(tap).toMatchObject({
      ...{ customer_id: customer.id, button_id: 'yes', button_title: 'Yes', button_type: 'reply', source: 'inbound' },
      ...{ clicked_at: world.now(), response_seconds: 590, local_weekday: 4, local_hour: 13 },
    });
    const message = await world.message(campaign, customer);
    expect(message).toMatchObject({ clicked_buttons: ['yes'], first_click_at: world.now() });
    expect(message).not.toHaveProperty('replied_at');
    expect(await taken(world, customer)).toMatchObject([
      { sid, kind: 'tap', text: 'Yes', campaign_id: campaign.id, interaction_id: tap!.id, received_at: world.now() },
    ]);
    expect(await world.ports.customers.get(world.tenant, customer.id)).toMatchObject({ last_inbound_at: world.now() });
    expect(world.lines).toMatchObject([['inbound.received', { code: 'tap', campaign_id: campaign.id }]]);
  });

  test('twice is two; the button is tapped by one customer', async () => {
    const { world, customer, campaign, token } = await reached();
    for (let n = 0; n < 2; n++) await told(world, customer, { button_payload: token(0) });
    expect(await world.taps(campaign)).toHaveLength(2);
    expect(await world.message(campaign, customer)).toMatchObject({ clicked_buttons: ['yes'] });
  });

  test('told twice is one, also at once', async () => {
    const { world, customer, campaign, token } = await reached();
    const news = { sid: newSid(), button_payload: token(0) };
    await Promise.all(Array.from({ length: 5 }, () => told(world, customer, news)));
    await told(world, customer, news);
    expect(await world.taps(campaign)).toHaveLength(1);
    expect(await taken(world, customer)).toHaveLength(1);
  });

  test('by a template’s fixed ids is known by the message that was replied to', async () => {
    for (const news of [{ button_payload: 'yes' }, { button_payload: 'fixed', button_text: 'Yes' }]) {
      const { world, customer, campaign, sid } = await reached();
      const other = await world.campaign();
      await world.sent(other, customer);
      await told(world, customer, { ...news, replied_to_sid: sid });
      expect(await world.taps(campaign)).toMatchObject([{ button_id: 'yes' }]);
      expect(await world.taps(other)).toEqual([]);
      expect(await taken(world, customer)).toMatchObject([{ kind: 'tap', campaign_id: campaign.id }]);
    }
  });

  test('with one of the buttons’ titles in common is of the one that was tapped', async () => {
    const buttons: Campaign['buttons'] = [
      { id: 'site', title: 'Yes', type: 'url', url: 'https://shop.example' },
      { id: 'no', title: 'No', type: 'reply' },
    ];
    const { world, customer, campaign, sid } = await reached({ buttons });
    await told(world, customer, { button_payload: 'site', button_text: 'Yes', replied_to_sid: sid });
    await told(world, customer, { button_payload: 'no', button_text: 'No', replied_to_sid: sid });
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
  ])('%s counts nowhere, and is kept as an answer', async (_, newsOf) => {
    const all = await reached();
    const { world, customer, campaign } = all;
    await told(world, customer, { text: 'Yes', ...newsOf(all) });
    expect(await world.taps(campaign)).toEqual([]);
    const message = await world.message(campaign, customer);
    expect([message?.clicked_buttons, message?.replied_at]).toEqual([undefined, undefined]);
    expect(await taken(world, customer)).toMatchObject([{ kind: 'reply', text: 'Yes' }]);
  });

  test('of a stranger makes a customer, and counts nowhere', async () => {
    const { world, customer, campaign, token } = await reached();
    const phone_number = newNumber();
    await told(world, { phone_number }, { button_payload: token(0), profile_name: ' Bo ' });
    const stranger = await world.ports.customers.byPhone(world.tenant, phone_number);
    expect(stranger).toMatchObject({ name: 'Bo', consent: { status: 'unknown' }, last_inbound_at: world.now() });
    expect(stranger?.id).not.toBe(customer.id);
    expect(await world.taps(campaign)).toEqual([]);
    expect(await taken(world, stranger!)).toMatchObject([{ kind: 'reply' }]);
  });

  test('with another tenant’s token counts for neither', async () => {
    const [{ token, ...theirs }, own] = [await reached(), await reached()];
    await told(own.world, own.customer, { button_payload: token(0) });
    expect([await theirs.world.taps(theirs.campaign), await own.world.taps(own.campaign)]).toEqual([[], []]);
  });

  test('of a campaign that this customer was not sent counts nowhere', async () => {
    const { world, campaign } = await reached();
    const other = await world.customer();
    const of = { campaign_id: campaign.id, customer_id: other.id };
    await told(world, other, { button_payload: buttonToken(of, 0) });
    await world.ports.messages.skip(world.tenant, { ...of, id: ids.next('msg') }, 'opted_out', world.clock.now());
    await told(world, other, { button_payload: buttonToken(of, 0) });
    expect(await world.taps(campaign)).toEqual([]);
  });
});

describe('words', () => {
  test('answer the newest campaign that the customer was sent', async () => {
    const { world, customer, campaign } = await reached();
    const newer = await world.campaign();
    await world.sent(newer, customer);
    await told(world, customer, { text: 'How much?', media_urls: ['https://api.twilio.com/m1'] });
    expect(await world.message(newer, customer)).toMatchObject({ replied_at: world.now() });
    expect(await world.message(campaign, customer)).not.toHaveProperty('replied_at');
    expect(await taken(world, customer)).toMatchObject([
      { kind: 'reply', text: 'How much?', media_urls: ['https://api.twilio.com/m1'], campaign_id: newer.id },
    ]);
  });

  test('in answer to a message answer its campaign', async () => {
    const { world, customer, campaign, sid } = await reached();
    const newer = await world.campaign();
    await world.sent(newer, customer);
    await told(world, customer, { text: 'How much?', replied_to_sid: sid });
    expect(await world.message(campaign, customer)).toMatchObject({ replied_at: world.now() });
    expect(await world.message(newer, customer)).not.toHaveProperty('replied_at');
  });

  test('in answer to a message of no campaign, or long after, answer none', async () => {
    const { world, customer, campaign } = await reached();
    await told(world, customer, { text: 'How much?', replied_to_sid: newSid() });
    world.clock.advance(7 * 24 * HOUR);
    await told(world, customer, { text: 'How much?' });
    expect(await world.message(campaign, customer)).not.toHaveProperty('replied_at');
    const all = await taken(world, customer);
    expect(all.map(({ kind, campaign_id }) => [kind, campaign_id])).toEqual([
      ['reply', undefined],
      ['reply', undefined],
    ]);
  });

  test('twice keep the first time', async () => {
    const { world, customer, campaign } = await reached();
    const first = world.now();
    await told(world, customer, { text: 'How much?' });
    world.clock.advance(MINUTE);
    await told(world, customer, { text: 'Hello?' });
    expect(await world.message(campaign, customer)).toMatchObject({ replied_at: first });
  });

  test.each([
    [0, 'Size M'],
    [HOUR, 'Size M'],
    [HOUR + 1, undefined],
  ])('%i ms after a tap are its answer: %s', async (later, response_message) => {
    const { world, customer, campaign, token } = await reached();
    await told(world, customer, { text: 'Yes', button_payload: token(0) });
    world.clock.advance(later);
    await told(world, customer, { text: 'Size M' });
    await told(world, customer, { text: 'Or L' });
    const [tap] = await world.taps(campaign);
    expect(tap?.response_message).toBe(response_message);
    expect((await taken(world, customer)).map(({ kind }) => kind).sort()).toEqual(['reply', 'reply', 'tap']);
  });

  test('after a tap of another campaign are not its answer', async () => {
    const { world, customer, campaign, token } = await reached();
    await told(world, customer, { button_payload: token(0) });
    const newer = await world.campaign();
    world.clock.advance(MINUTE);
    await world.sent(newer, customer);
    await told(world, customer, { text: 'Size M' });
    expect((await world.taps(campaign))[0]).not.toHaveProperty('response_message');
  });
});

describe('the words of the law', () => {
  const consentOf = async ({ ports, tenant }: World, { id }: Customer) =>
    (await ports.customers.get(tenant, id))?.consent;

  test('STOP is an opt-out in answer to a campaign, START takes it back', async () => {
    const { world, customer, campaign } = await reached();
    await told(world, customer, { text: 'Stop.' });
    const stopped = world.now();
    expect(await consentOf(world, customer)).toEqual({
      ...{ status: 'opted_out', source: 'whatsapp', text: 'Stop.', at: stopped, campaign_id: campaign.id },
    });
    const message = await world.message(campaign, customer);
    expect(message).toMatchObject({ opted_out_at: stopped });
    expect(message).not.toHaveProperty('replied_at');
    world.clock.advance(MINUTE);
    await told(world, customer, { text: 'START' });
    expect(await consentOf(world, customer)).toEqual({
      ...{ status: 'opted_in', source: 'whatsapp', text: 'START', at: world.now() },
    });
    expect(await ledger(world, customer)).toEqual(['opted_in', 'opted_out', 'opted_in']);
    expect(await world.message(campaign, customer)).toMatchObject({ opted_out_at: stopped });
  });

  test('what Twilio takes for one counts as one, in any language', async () => {
    const { world, customer, campaign } = await reached();
    await told(world, customer, { text: 'Lass das', opt_out_type: 'STOP' });
    expect(await consentOf(world, customer)).toMatchObject({ status: 'opted_out', text: 'Lass das' });
    expect(await world.message(campaign, customer)).toHaveProperty('opted_out_at');
  });

  test('of a stranger enters the ledger, too', async () => {
    const { world, campaign } = await reached();
    const phone_number = newNumber();
    await told(world, { phone_number }, { text: 'STOP' });
    const stranger = (await world.ports.customers.byPhone(world.tenant, phone_number))!;
    expect(stranger.consent).toEqual({ status: 'opted_out', source: 'whatsapp', text: 'STOP', at: world.now() });
    expect(await world.ports.messages.get(world.tenant, { campaign_id: campaign.id, customer_id: stranger.id })).toBe(
      undefined,
    );
  });

  test('HELP changes nothing', async () => {
    const { world, customer, campaign } = await reached();
    const before = await world.message(campaign, customer);
    await told(world, customer, { text: 'Help!' });
    expect(await world.message(campaign, customer)).toEqual(before);
    expect(await consentOf(world, customer)).toMatchObject({ status: 'opted_in', source: 'web' });
    expect(await taken(world, customer)).toMatchObject([{ kind: 'help' }]);
  });

  test('told twice is one line, and undoes nothing that came between', async () => {
    const { world, customer } = await reached();
    const news = { sid: newSid(), text: 'STOP' };
    await told(world, customer, news);
    world.clock.advance(MINUTE);
    await told(world, customer, { text: 'START' });
    world.clock.advance(MINUTE);
    await told(world, customer, news);
    expect(await consentOf(world, customer)).toMatchObject({ status: 'opted_in' });
    expect(await ledger(world, customer)).toEqual(['opted_in', 'opted_out', 'opted_in']);
  });

  test('longer than the ledger holds are cut', async () => {
    const { world, customer } = await reached();
    await told(world, customer, { text: 'x'.repeat(1600), opt_out_type: 'STOP' });
    expect((await consentOf(world, customer))?.text).toHaveLength(1000);
  });
});

test.each<[string, (token: string) => Partial<InboundMessage>]>([
  ['a tap', (token) => ({ text: 'Yes', button_payload: token })],
  ['words', () => ({ text: 'How much?' })],
  ['STOP', () => ({ text: 'STOP' })],
  ['START', () => ({ text: 'START' })],
])('%s whose taking was interrupted before its mark is taken up again, once', async (_, newsOf) => {
  const { world, customer, campaign, token } = await reached();
  const news = { sid: newSid(), from: customer.phone_number, text: '', media_urls: [], ...newsOf(token(0)) };
  const add: InboundPorts['inbounds']['add'] = () => Promise.reject(new Error('no table'));
  const dying = { ...world.ports, inbounds: { ...world.ports.inbounds, add } };
  expect(await thrown(() => handleInbound(world.tenant, news, dying))).toMatchObject({ message: 'no table' });
  const [taps, message, entries] = [
    await world.taps(campaign),
    await world.message(campaign, customer),
    await ledger(world, customer),
  ];
  world.clock.advance(MINUTE);
  for (let n = 0; n < 2; n++) await handleInbound(world.tenant, news, world.ports);
  expect(await world.taps(campaign)).toEqual(taps);
  expect(await world.message(campaign, customer)).toEqual(message);
  expect(await ledger(world, customer)).toEqual(entries);
  expect(await taken(world, customer)).toHaveLength(1);
  expect(world.events()).toEqual(['inbound.received']);
});
