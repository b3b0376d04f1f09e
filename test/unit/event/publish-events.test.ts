import { describe, expect, test } from 'vitest';

import type { ChangeRecord } from '../../../shared/platform/change-record.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Consent } from '../../../shared/customer/consent.ts';
import type { Inbound } from '../../../shared/interaction/inbound.ts';
import type { Interaction } from '../../../shared/interaction/interaction.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { domainEvent, type DomainEvent } from '../../../shared/event/domain-event.ts';
import { publishEvents } from '../../../shared/event/publish-events.ts';
import { classify } from '../../../shared/provider/twilio/error-codes.ts';
import { campaignOf, customerOf, keptLog, senderOf, START, thrown } from '../fixtures.ts';

const at = timestamp(START);
const action = { type: 'auto_reply' as const, message: 'Thanks!' };
const campaign = campaignOf({
  status: 'sending',
  run: 1,
  buttons: [
    { id: 'yes', title: 'Yes', type: 'reply', action },
    { id: 'shop', title: 'Shop', type: 'url', url: 'https://shop.example' },
  ],
});
const { tenant_id, id: campaign_id } = campaign;
const customer = customerOf({ tenant_id });
const PK = `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`;

const tap: Interaction = {
  id: ids.next('int'),
  tenant_id,
  campaign_id,
  customer_id: customer.id,
  message_id: ids.next('msg'),
  button_id: 'yes',
  button_title: 'Yes',
  button_type: 'reply',
  source: 'inbound',
  clicked_at: at,
  local_weekday: 4,
  local_hour: 13,
};
const written: Inbound = {
  tenant_id,
  customer_id: customer.id,
  sid: 'SM1',
  kind: 'reply',
  text: 'Do you have it in blue?',
  media_urls: ['https://api.twilio.example/media/1'],
  campaign_id,
  interaction_id: tap.id,
  received_at: at,
};
const conversion = {
  conversion_type: 'purchase',
  conversion_reference_id: 'order-1',
  value: '19.90',
  currency: 'EUR',
  converted_at: timestamp(START + 60_000),
};

let sequences = 0;
/** A change as the stream delivers it: items carry their keys, too. */
function change(sk: string, before: object | undefined, after: object | undefined, pk = PK): ChangeRecord {
  const item = (image: object | undefined) => image && { pk, sk, gsi1pk: 'x', expires_at: 1, ...image };
  return { sequence: String((sequences += 1)), pk, sk, before: item(before), after: item(after) };
}
const tapped = (more: Partial<Interaction> = {}) => change(`INTERACTION#${tap.id}`, undefined, { ...tap, ...more });
const replied = (more: Partial<Inbound> = {}) => change('INBOUND#SM1', undefined, { ...written, ...more });
const moved = (from: Partial<Campaign>, to: Partial<Campaign>) =>
  change('CAMPAIGN', { ...campaign, ...from }, { ...campaign, ...to });
const consented = (from: Partial<Consent>, to: Partial<Consent>) =>
  change(
    `CUSTOMER#${customer.id}`,
    { ...customer, consent: { ...customer.consent, ...from } },
    { ...customer, consent: { ...customer.consent, ...to } },
    `TENANT#${tenant_id}#CUSTOMERS#03`,
  );

const sender = senderOf({ id: campaign.sender_id, tenant_id, provider: 'another' });

async function published(
  records: readonly ChangeRecord[],
  known: readonly Campaign[] = [campaign],
  subscriptions: readonly string[] = [],
) {
  const subscribersAsked: string[] = [];
  const batches: (readonly DomainEvent[])[] = [];
  const failed: [ChangeRecord, string][] = [];
  const asked: string[] = [];
  const sendersAsked: string[] = [];
  const classified: unknown[][] = [];
  const { lines, log } = keptLog();
  await publishEvents(records, {
    campaigns: {
      get: async (tenant, id) => {
        asked.push(id);
        return known.find((one) => one.tenant_id === tenant && one.id === id);
      },
    },
    classifiers: (provider) => ({
      classify(code) {
        classified.push([provider, code]);
        return classify(code);
      },
    }),
    senders: {
      async get(tenant, id) {
        sendersAsked.push(id);
        return tenant === tenant_id && id === sender.id ? sender : undefined;
      },
    },
    webhookEndpoints: {
      async enabled(tenant) {
        subscribersAsked.push(tenant);
        return [{ events: ['customer.replied'] }, { events: subscriptions }];
      },
    },
    eventBus: { put: async (events) => void batches.push(events) },
    failures: { add: async (record, why) => void failed.push([record, why]) },
    log,
  });
  for (const event of batches.flat()) expect(domainEvent.parse(event)).toEqual(event);
  return { batches, events: batches.flat(), failed, asked, sendersAsked, subscribersAsked, classified, lines };
}
const about = { campaign: { id: campaign_id, name: 'Autumn' }, variant: null, customer: { id: customer.id } };

describe('a tap', () => {
  test('is published with its button, its campaign and the action of the button', async () => {
    const { events, lines } = await published([tapped()]);
    expect(events).toEqual([
      {
        id: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
        type: 'campaign.button_clicked',
        tenant_id,
        timestamp: at,
        data: {
          ...about,
          button: { id: 'yes', title: 'Yes', type: 'reply' },
          interaction: { id: tap.id, message_id: tap.message_id, source: 'inbound', clicked_at: at },
          action,
        },
      },
    ]);
    expect(lines).toEqual([['events.published', { count: 1 }]]);
  });

  test.each([
    ['on a button without an action', { button_id: 'shop', button_type: 'url' as const }, [campaign]],
    ['on a button that the campaign does not have', { button_id: 'gone' }, [campaign]],
    ['on a campaign that was deleted since', {}, []],
  ])('%s has no action', async (_, more, known) => {
    const { events } = await published([tapped(more)], known);
    expect(events).toMatchObject([
      { type: 'campaign.button_clicked', data: { action: null, campaign: known[0] ? about.campaign : null } },
    ]);
  });

  test('that led to a conversion publishes the conversion once', async () => {
    const sk = `INTERACTION#${tap.id}`;
    const { value: _, currency: __, ...plain } = conversion;
    const { events } = await published([
      change(sk, tap, { ...tap, conversion }),
      change(sk, tap, { ...tap, conversion: plain }),
      change(sk, { ...tap, conversion }, { ...tap, conversion, response_message: 'Thank you' }),
      change(sk, tap, { ...tap, response_message: 'Thank you' }),
    ]);
    const data = {
      ...about,
      button: { id: 'yes', title: 'Yes', type: 'reply' },
      interaction_id: tap.id,
      ...conversion,
    };
    const expected = { type: 'conversion.recorded', tenant_id, timestamp: conversion.converted_at };
    expect(events).toEqual([
      { id: expect.any(String), ...expected, data },
      { id: expect.any(String), ...expected, data: { ...data, value: null, currency: null } },
    ]);
  });
});

describe('what a customer wrote', () => {
  test('is published with what it answers', async () => {
    const { events } = await published([replied()]);
    expect(events).toMatchObject([{ type: 'customer.replied', tenant_id, timestamp: at }]);
    expect(events[0]?.data).toEqual({
      ...about,
      interaction_id: tap.id,
      message_sid: written.sid,
      replied_at: at,
    });
    expect(JSON.stringify(events)).not.toContain(written.text);
  });

  test('is published with the content and the variant that its person had got', async () => {
    const { events } = await published([replied({ content_key: 'long', variant: 'b' })]);
    expect(events[0]?.data).toMatchObject({ content_key: 'long', variant: 'b' });
  });

  test('is published without the place that it holds', async () => {
    const content = { type: 'location' as const, latitude: 52.5, longitude: 13.4 };
    const { events } = await published([replied({ content })]);
    expect(events).toMatchObject([{ data: { message_sid: written.sid } }]);
    expect(JSON.stringify(events)).not.toContain('52.5');
  });

  test('that answers nothing is published without a campaign', async () => {
    const { events, asked } = await published([replied({ campaign_id: undefined, interaction_id: undefined })]);
    expect(events).toMatchObject([{ data: { campaign: null, interaction_id: null } }]);
    expect(asked).toEqual([]);
  });

  test.each(['tap', 'opt_out', 'opt_in', 'help', 'reaction'] as const)(
    'is no reply when it is of kind %s',
    async (kind) => {
      expect((await published([replied({ kind })])).batches).toEqual([]);
    },
  );
});

describe('consent', () => {
  const out = { status: 'opted_out', source: 'whatsapp', text: 'STOP', at } as const;

  test('that is withdrawn is published with what it answers', async () => {
    const { events } = await published([consented({}, { ...out, campaign_id, button_id: 'no' }), consented({}, out)]);
    expect(events).toEqual([
      {
        id: expect.any(String),
        type: 'customer.opted_out',
        tenant_id,
        timestamp: at,
        data: { ...about, button_id: 'no', source: 'whatsapp' },
      },
      expect.objectContaining({ data: { ...about, campaign: null, button_id: null, source: 'whatsapp' } }),
    ]);
  });

  test('that is withdrawn is published with the content and the variant that its person had got', async () => {
    const { events } = await published([consented({}, { ...out, campaign_id, content_key: 'long', variant: 'b' })]);
    expect(events).toMatchObject([{ data: { ...about, content_key: 'long', variant: 'b' } }]);
  });

  test.each([
    ['that is given', consented(out, { status: 'opted_in' })],
    ['that is withdrawn twice', consented(out, { ...out, text: 'stop' })],
    ['of a new customer', change(`CUSTOMER#${customer.id}`, undefined, { ...customer, consent: out })],
    ['of an erased customer', change(`CUSTOMER#${customer.id}`, { ...customer, consent: out }, undefined)],
  ])('%s publishes nothing', async (_, record) => {
    expect(await published([record])).toMatchObject({ batches: [], failed: [], lines: [] });
  });
});

describe('a campaign', () => {
  const reason = 'Ten failures in a row.';
  test.each([
    ['draft', { status: 'sending' }, 'campaign.started', null],
    ['scheduled', { status: 'sending' }, 'campaign.started', null],
    ['paused', { status: 'sending', started_at: at }, 'campaign.started', null],
    ['sending', { status: 'paused', status_reason: reason }, 'campaign.paused', reason],
    ['sending', { status: 'completed' }, 'campaign.completed', null],
  ] as const)('that goes from %s to %j publishes %s', async (status, to, type, status_reason) => {
    const { events, asked } = await published([moved({ status }, { ...to, updated_at: at })]);
    const data = { campaign: about.campaign, variant: null, status: to.status, status_reason };
    expect(events).toEqual([{ id: expect.any(String), type, tenant_id, timestamp: at, data }]);
    expect(asked).toEqual([]);
  });

  test.each([
    ['resumed', moved({ status: 'paused', started_at: at }, { status: 'sending' })],
    ['replayed', moved({ status: 'completed', started_at: at }, { status: 'sending' })],
    ['revived', moved({ status: 'sending', run: 1 }, { status: 'sending', run: 2 })],
    ['cancelled', moved({ status: 'sending' }, { status: 'cancelled' })],
    ['given a status_reason', moved({}, { status_reason: reason })],
    ['new', change('CAMPAIGN', undefined, campaign)],
    ['deleted', change('CAMPAIGN', campaign, undefined)],
  ])('that is %s publishes nothing', async (_, record) => {
    expect(await published([record])).toMatchObject({ batches: [], failed: [] });
  });
});

describe('an alert', () => {
  const template = {
    ...{
      id: ids.next('tpl'),
      tenant_id,
      provider_template_id: 'HX1',
      name: 'news',
      language: 'en',
      category: 'marketing',
    },
    ...{ status: 'approved', rejection_reason: null, quality: null, content: null, variables: {} },
    ...{ created_at: at, last_synced_at: at },
  };
  const endpoint = { id: 'whe_1', tenant_id, url: 'https://shop.example/', updated_at: at, status_reason: null };
  const disabled = { ...endpoint, status: 'disabled', status_reason: 'It failed for three days.' };
  const letters = { tenant_id, queue: 'job.run', status: 'failed', count: 1, since: at, seen_at: at };
  const skewed = { at, by: 'sample_ratio' as const, rest: 'stop', counts: [], verdict: 'No verdict.' };
  const byHerald = {
    status: 'paused',
    updated_by: 'system:sender',
    status_reason: 'Refused.',
    updated_at: at,
  } as const;

  test.each([
    ['a campaign that Herald pauses', moved({}, byHerald), 'campaign_paused', campaign_id],
    [
      'a template that WhatsApp refuses',
      change('TEMPLATE#a#news', template, { ...template, status: 'rejected' }),
      'template_refused',
      template.id,
    ],
    [
      'an endpoint that Herald disables',
      change('ENDPOINT#whe_1', { ...endpoint, status: 'enabled' }, disabled),
      'webhook_endpoint_disabled',
      'whe_1',
    ],
    [
      'an endpoint whose deliveries are given up',
      change('ENDPOINT#whe_1', { ...endpoint, status: 'enabled' }, { ...endpoint, status: 'enabled', given_up_at: at }),
      'dead_letters',
      'whe_1',
    ],
    [
      'the first dead letter of a campaign',
      moved({ status: 'sending', updated_at: at }, { status: 'sending', updated_at: at, dead_letters: 1 }),
      'dead_letters',
      campaign_id,
    ],
    [
      'people who are not spread by chance',
      moved({ updated_at: at }, { updated_at: at, decision: skewed }),
      'experiment_skewed',
      campaign_id,
    ],
    [
      'a variant that does clearly worse',
      moved({ updated_at: at }, { updated_at: at, worse_arms: [{ variant: 'long', at, words: 'It does.' }] }),
      'experiment_arm_worse',
      campaign_id,
    ],
    ['a dead letter in a queue', change('DEADLETTERS#job.run', undefined, letters), 'dead_letters', 'job.run'],
    [
      'one that comes back after it was gone',
      change('DEADLETTERS#job.run', { ...letters, seen_at: timestamp(START - 3_600_000) }, letters),
      'dead_letters',
      'job.run',
    ],
  ])('is raised by %s, once', async (_, record, kind, id) => {
    const { events } = await published([record]);
    const raised = events.filter(({ type }) => type === 'alert.raised');
    expect(raised).toMatchObject([{ tenant_id, timestamp: at, data: { id: `${kind}:${id}`, kind, resource: { id } } }]);
    const again = await published([{ ...record, before: record.after }]);
    expect(again.events).toEqual([]);
  });

  test.each([
    ['a campaign that somebody pauses', moved({}, { ...byHerald, updated_by: 'member:mem_1' })],
    [
      'a template that is listed for the first time',
      change('TEMPLATE#a#news', undefined, { ...template, status: 'rejected' }),
    ],
    [
      'an endpoint that somebody disables',
      change('ENDPOINT#whe_1', { ...disabled, status: 'enabled' }, { ...endpoint, status: 'disabled' }),
    ],
    [
      'dead letters that are still there',
      change('DEADLETTERS#job.run', letters, { ...letters, count: 2, seen_at: timestamp(START + 300_000) }),
    ],
    ['a second dead letter', moved({ status: 'sending', dead_letters: 1 }, { status: 'sending', dead_letters: 2 })],
    ['an endpoint that is enabled again', change('ENDPOINT#whe_1', disabled, { ...endpoint, status: 'enabled' })],
  ])('is not raised by %s', async (_, record) => {
    const { events, failed } = await published([record]);
    expect([events.filter(({ type }) => type === 'alert.raised'), failed]).toEqual([[], []]);
  });
});

describe('a batch', () => {
  test('that comes again, in pieces and in another order, publishes the same events with the same ids', async () => {
    const records = [tapped(), replied(), consented({}, { status: 'opted_out' }), moved({ status: 'draft' }, {})];
    const { events } = await published(records);
    const again = await Promise.all(records.toReversed().map((record) => published([record])));
    expect(again.flatMap((one) => one.events).toReversed()).toEqual(events);
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  });

  test('publishes two events of one change with two ids', async () => {
    const { events } = await published([tapped({ conversion })]);
    expect(events.map(({ type }) => type)).toEqual(['campaign.button_clicked', 'conversion.recorded']);
    expect(events[0]!.id).not.toBe(events[1]!.id);
  });

  test('reads each campaign once', async () => {
    const other = campaignOf({ tenant_id, name: 'Winter' });
    const { asked, events } = await published(
      [tapped(), tapped(), replied(), tapped({ campaign_id: other.id })],
      [campaign, other],
    );
    expect(asked).toEqual([campaign_id, other.id]);
    expect(events.at(-1)?.data).toMatchObject({ campaign: { name: 'Winter' } });
  });

  test.each([
    ['an item of another kind', change('LANE#07', undefined, { cursor: 'x' })],
    ['a sort key that only begins like one', change('CAMPAIGNS', campaign, { ...campaign, status: 'completed' })],
    ['a tap without its button', change('INTERACTION#1', undefined, { ...tap, button_id: undefined })],
    ['a customer that was none', change('CUSTOMER#1', { consent: 'yes' }, customer)],
    ['nothing at all', change('INBOUND#1', undefined, {})],
  ])('puts %s on the failure queue, and publishes the rest', async (_, garbage) => {
    const { events, failed, lines } = await published([tapped(), garbage, replied()]);
    expect(events.map(({ type }) => type)).toEqual(['campaign.button_clicked', 'customer.replied']);
    expect(failed).toEqual([[garbage, 'unknown_item']]);
    expect(lines).toEqual([
      ['event.unpublishable', { code: 'unknown_item' }],
      ['events.published', { count: 2 }],
    ]);
  });

  test.each([
    ['the bus', { eventBus: { put: () => Promise.reject(new Error('no bus')) } }, 'no bus'],
    ['the table', { campaigns: { get: () => Promise.reject(new Error('no table')) } }, 'no table'],
    ['the senders', { senders: { get: () => Promise.reject(new Error('no senders')) } }, 'no senders'],
    ['the list of endpoints', { webhookEndpoints: { enabled: () => Promise.reject(new Error('no list')) } }, 'no list'],
    ['the failure queue', { failures: { add: () => Promise.reject(new Error('no queue')) } }, 'no queue'],
  ])('in which %s fails comes again', async (_, broken, message) => {
    const ports = {
      campaigns: { get: async () => campaign },
      classifiers: () => ({ classify }),
      senders: { get: async () => sender },
      webhookEndpoints: { enabled: async () => [] },
      eventBus: { put: async () => undefined },
      failures: { add: async () => undefined },
      log: keptLog().log,
      ...broken,
    };
    const lane = `${PK}#LANE#05`;
    const failure = { id: ids.next('msg'), campaign_id, customer_id: customer.id, status: 'failed', failed_at: at };
    const records = [
      tapped(),
      change(`MESSAGE#${customer.id}`, undefined, failure, lane),
      change('LANE#07', undefined, {}),
    ];
    expect(await thrown(() => publishEvents(records, ports))).toMatchObject({ message });
  });
});

describe('a message', () => {
  const pk = `${PK}#LANE#05`;
  const of = { id: ids.next('msg'), campaign_id, customer_id: customer.id, attempts: 2, sending_since: START - 5_000 };
  const went = (before: object, after: object) =>
    change(`MESSAGE#${customer.id}`, { ...of, ...before }, { ...of, ...after }, pk);
  const expected = { tenant_id, data: { ...about, message_id: of.id } };

  test('that failed has the class that its code has at the provider of the campaign, whose sender is read once', async () => {
    const failed = { status: 'failed', error_code: '63024', failed_at: at };
    const records = [
      went({ status: 'sending' }, failed),
      went({ status: 'sending' }, { ...failed, error_code: '63016' }),
    ];
    const { asked, sendersAsked, classified } = await published(records);
    expect(classified).toEqual([
      ['another', '63024'],
      ['another', '63016'],
    ]);
    expect([asked, sendersAsked]).toEqual([[campaign_id], [sender.id]]);
  });

  test('that failed of a campaign that was deleted since has the class of the default provider', async () => {
    const failed = { status: 'failed', error_code: '63024', failed_at: at };
    const { events, classified, sendersAsked } = await published([went({ status: 'sending' }, failed)], []);
    expect(events).toMatchObject([{ type: 'message.failed', data: { campaign: null, class: 'bad_recipient' } }]);
    expect([classified, sendersAsked]).toEqual([[[undefined, '63024']], []]);
  });

  test('whose outcome is unknown is published with the time of its attempt', async () => {
    const { events } = await published([went({ status: 'sending' }, { status: 'unknown' })]);
    expect(events).toMatchObject([
      {
        ...expected,
        type: 'message.unknown',
        timestamp: timestamp(START - 5_000),
        data: { ...expected.data, attempts: 2 },
      },
    ]);
  });

  test.each([
    ['at once', {}, { accepted: false, attempted_at: at }],
    [
      'after it was accepted',
      { provider_sid: 'SM1', accepted_at: timestamp(START - 4_000) },
      { accepted: true, attempted_at: timestamp(START - 4_000) },
    ],
  ])('that failed %s is published with the class of its code', async (_, more, data) => {
    const failed = { status: 'failed', error_code: '63024', failed_at: at, ...more };
    const { events } = await published([went({ status: 'sending' }, failed)]);
    expect(events).toMatchObject([
      {
        ...expected,
        type: 'message.failed',
        timestamp: at,
        data: { ...expected.data, code: '63024', class: 'bad_recipient', ...data },
      },
    ]);
  });

  test('that came back is published with the time at which it had been accepted', async () => {
    const accepted_at = timestamp(START - 4_000);
    const before = { status: 'sent', provider_sid: 'SM1', accepted_at };
    const returned = { status: 'retry', replaced_sid: 'SM1', error_code: '21609', failed_at: at };
    const { events } = await published([went(before, returned)]);
    expect(events).toMatchObject([
      {
        ...expected,
        type: 'message.returned',
        timestamp: at,
        data: { ...expected.data, code: '21609', class: 'setup', accepted: true, attempted_at: accepted_at },
      },
    ]);
  });

  test.each([
    ['was released', { status: 'sending' }, { status: 'retry' }],
    ['is replayed', { status: 'failed', error_code: '63024', failed_at: at }, { status: 'retry' }],
    [
      'failed before and waits now',
      { status: 'failed', error_code: '99999', failed_at: at },
      { status: 'retry', error_code: '99999', failed_at: at },
    ],
    [
      'waits already',
      { status: 'retry', error_code: '21609', failed_at: at },
      { status: 'retry', error_code: '21609', failed_at: at, replied_at: at },
    ],
    ['failed before', { status: 'failed', failed_at: at }, { status: 'failed', failed_at: at, opted_out_at: at }],
    ['was unknown before', { status: 'unknown' }, { status: 'unknown', first_click_at: at }],
    ['was sent', { status: 'accepted' }, { status: 'sent' }],
  ])('that %s publishes nothing', async (_, before, after) => {
    expect((await published([went(before, after)])).events).toEqual([]);
  });

  const later = timestamp(START + 1_000);
  const delivered = { status: 'delivered', delivered_at: at };
  const read = { status: 'read', delivered_at: at, read_at: later };
  const ALL = ['message.delivered', 'message.read', 'message.failed'];

  test('that was delivered, and one that was read, are published to those who ask for it', async () => {
    const { events } = await published([went({ status: 'sent' }, delivered), went(delivered, read)], [campaign], ALL);
    const shared = { id: expect.stringMatching(/^evt_/), tenant_id, subscribed: true };
    const data = { ...about, message_id: of.id };
    expect(events).toEqual([
      { ...shared, type: 'message.delivered', timestamp: at, data: { ...data, delivered_at: at } },
      { ...shared, type: 'message.read', timestamp: later, data: { ...data, read_at: later } },
    ]);
  });

  test('that is reported as read alone was delivered, too: two events of one change, the same each time', async () => {
    const record = went({ status: 'sent' }, read);
    const { events } = await published([record], [campaign], ALL);
    expect(events.map(({ type }) => type)).toEqual(['message.delivered', 'message.read']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    expect((await published([record], [campaign], ALL)).events).toEqual(events);
  });

  test.each([
    ['nobody asks for it', []],
    ['somebody asks for another type', ['message.failed', 'customer.replied']],
  ])('that was delivered and read is published to nobody when %s, and its campaign is not read', async (_, types) => {
    const records = [
      went({ status: 'sent' }, delivered),
      went(delivered, read),
      went({ status: 'accepted' }, delivered),
    ];
    const { batches, asked, subscribersAsked } = await published(records, [campaign], types);
    expect([batches, asked]).toEqual([[], []]);
    expect(subscribersAsked).toEqual([tenant_id]);
  });

  test('that was delivered before is published again for no other change', async () => {
    const tapped = { ...read, first_click_at: later, clicked_buttons: ['yes'] };
    expect((await published([went(read, tapped), went(delivered, delivered)], [campaign], ALL)).events).toEqual([]);
  });

  test.each([
    ['asks for it', ALL, true],
    ['asks for no such thing', [], undefined],
  ])('that failed says so to an endpoint only if one %s', async (_, types, subscribed) => {
    const failed = { status: 'undelivered', error_code: '63024', failed_at: at };
    const { events } = await published([went({ status: 'sent' }, failed)], [campaign], types);
    expect(events.map((event) => [event.type, 'subscribed' in event ? event.subscribed : undefined])).toEqual([
      ['message.failed', subscribed],
    ]);
  });
});
