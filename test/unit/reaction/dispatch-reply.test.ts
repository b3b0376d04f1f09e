import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { lastingPort } from '../../../local/aws/test/lasting-port.ts';
import { startStandIn } from '../../../local/twilio/stand-in.ts';
import type { ButtonAction } from '../../../shared/content/button.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { Provider, TemplateRegistry } from '../../../shared/provider/provider.ts';
import { templateStore } from '../../../shared/template/template.store.ts';
import { twilioClient } from '../../../shared/provider/twilio/twilio.client.ts';
import { twilioMessages } from '../../../shared/provider/twilio/twilio.messages.ts';
import { twilioTemplates } from '../../../shared/provider/twilio/twilio.templates.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { autoReplyStore } from '../../../shared/reaction/auto-reply.store.ts';
import type { Delivery } from '../../../shared/webhook/delivery.ts';
import { dispatchReply, type ReplyPorts } from '../../../shared/reaction/dispatch-reply.ts';
import {
  buttonClicked,
  domainEvent,
  type ButtonClicked,
  type DomainEvent,
} from '../../../shared/event/domain-event.ts';
import { ReplyDeferred } from '../../../shared/reaction/send-reply.ts';
import type { WebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, customerOf, fakeClock, keptLog, senderOf, START, tenantOf } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const LEASE = 30_000;
const vault = { account_sid: `AC${'a1'.repeat(16)}`, auth_token: 'an auth token' };
const BASE = 'https://h.example';
const PROVIDER = 'another';
const HELLO = { type: 'auto_reply', message: 'Hello {{name}}' } as const;

interface World {
  readonly customer?: Partial<Customer> | null;
  readonly campaign?: null;
  readonly sender?: null;
  /** Answers have used up the share of the sender's rate that is kept for them. */
  readonly busy?: { now: boolean };
  readonly credentials?: null;
  readonly stopped?: 'tenant' | 'installation';
  readonly endpoints?: readonly Pick<WebhookEndpoint, 'id' | 'status'>[];
}

/** A tenant, its campaign and a customer who wrote a minute ago; claims and templates in a table, Twilio's stand-in. */
async function world(given: World = {}) {
  const tenant_id = ids.next('ten');
  const sender = senderOf({ tenant_id, provider: PROVIDER });
  const campaign = campaignOf({ tenant_id, sender_id: sender.id, status: 'completed', run: 1 });
  const customer = customerOf({ tenant_id, last_inbound_at: timestamp(START - 60_000), ...given.customer });
  const { account_sid: accountSid, auth_token: authToken } = vault;
  const accounts = [{ accountSid, authToken }];
  const standIn = await startStandIn({ accounts, rate: 100, seed: 1, port: await lastingPort() });
  onTestFinished(standIn.close);
  const client = twilioClient(standIn.url);
  const twilio = twilioTemplates(client, BASE);
  const made: string[] = [];
  const tagged: unknown[] = [];
  const braked: number[] = [];
  const changes: unknown[] = [];
  const noted: unknown[] = [];
  const published: DomainEvent[] = [];
  const queued = new Map<string, Delivery>();
  const { events, lines, log } = keptLog();
  const clock = fakeClock();
  const autoReplies = autoReplyStore(opened.table);

  const ports: ReplyPorts = {
    autoReplies,
    clock,
    ids,
    log,
    providers(name) {
      expect(name).toBe(PROVIDER);
      return twilioMessages(client, BASE);
    },
    templates: templateStore(opened.table),
    templateProviders(name) {
      expect(name).toBe(PROVIDER);
      return {
        ensureTemplate(credentials, content, use, registry) {
          expect(use).toBe('answer');
          const add: TemplateRegistry['add'] = (account, name, id) => {
            made.push(name);
            return registry.add(account, name, id);
          };
          return twilio.ensureTemplate(credentials, content, use, { ...registry, add });
        },
      };
    },
    sendingSwitch: { isStopped: async () => given.stopped === 'installation' },
    tenants: { get: async (id) => tenantOf({ id, sending: given.stopped === 'tenant' ? 'stopped' : 'on' }) },
    campaigns: { get: async () => (given.campaign === null ? undefined : campaign) },
    credentials: { get: async () => (given.credentials === null ? undefined : vault) },
    senders: {
      get: async () => (given.sender === null ? undefined : sender),
      reserveReply: async (_, now) => (given.busy?.now ? { ask_again_at: now + 1_000 } : { starts_at: now }),
      brake: async (_, __, until) => void braked.push(until),
    },
    customers: {
      get: async () => (given.customer === null ? undefined : customer),
      async addTags(_: string, __: string, tags: readonly string[]) {
        tagged.push(tags);
        return tags.includes('one too many') ? 'too_many_tags' : undefined;
      },
      async change(_, id, statement) {
        changes.push([id, statement.now, statement.given]);
        return customer;
      },
    },
    messages: { recordOptOut: async (...given) => void noted.push(given) },
    eventBus: { put: async (all) => void published.push(...all) },
    deliveries: {
      async add(draft) {
        const delivery = { ...draft, expires_at: 0 };
        queued.set(delivery.id, delivery);
        return delivery;
      },
    },
    deliveryQueue: { add: async () => undefined },
    webhookEndpoints: {
      enabled: async () => (given.endpoints ?? []) as WebhookEndpoint[],
      get: async (_, id) => (given.endpoints ?? []).find((one) => one.id === id) as WebhookEndpoint | undefined,
    },
  };

  const tap = (action: ButtonAction | null, more: Partial<ButtonClicked['data']> = {}): ButtonClicked => ({
    id: `evt_${ids.next('int')}`,
    type: 'campaign.button_clicked',
    tenant_id,
    timestamp: timestamp(START),
    data: {
      campaign: { id: campaign.id, name: campaign.name },
      variant: null,
      customer: { id: customer.id },
      button: { id: 'more', title: 'More', type: 'reply' },
      interaction: {
        id: ids.next('int'),
        message_id: ids.next('msg'),
        source: 'inbound',
        clicked_at: timestamp(START - 60_000),
      },
      action,
      ...more,
    },
  });
  const row = ({ data }: ButtonClicked) =>
    autoReplies.get(tenant_id, { campaign_id: campaign.id, interaction_id: data.interaction.id });
  return {
    ...{
      campaign,
      changes,
      clock,
      customer,
      events,
      lines,
      made,
      noted,
      ports,
      published,
      queued,
      row,
      standIn,
      tagged,
      braked,
    },
    tap,
    sent: () => standIn.truth().messages,
    codes: () => lines.map(([event, { code }]) => [event, code]),
  };
}

describe('an auto reply', () => {
  test('is sent to the customer by the sender of the campaign, once for each tap', async () => {
    const { campaign, codes, customer, ports, row, sent, tap } = await world();
    const event = buttonClicked.parse(tap(HELLO));
    await dispatchReply(event, ports);
    await dispatchReply({ ...event, id: 'evt_delivered_again' }, ports);
    expect(sent()).toMatchObject([
      { to: `whatsapp:${customer.phone_number}`, from: 'whatsapp:+15550001111', text: 'Hello Ana' },
    ]);
    expect(sent()[0]?.request).not.toHaveProperty('StatusCallback');
    expect(await row(event)).toEqual({
      campaign_id: campaign.id,
      interaction_id: event.data.interaction.id,
      status: 'accepted',
      provider_sid: sent()[0]?.sid,
    });
    expect(codes()).toEqual([
      ['reply.routed', 'auto_reply'],
      ['reply.skipped', 'answered_before'],
    ]);
    await dispatchReply(tap(HELLO), ports);
    expect(sent()).toHaveLength(2);
  });

  test('to a tap that is delivered many times at once is sent once', async () => {
    const { ports, sent, tap } = await world();
    const event = tap(HELLO);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => dispatchReply(event, ports)));
    for (const one of outcomes.filter(({ status }) => status === 'rejected'))
      expect(one).toMatchObject({ reason: expect.any(ReplyDeferred) });
    expect(sent()).toHaveLength(1);
  });

  test('may have media', async () => {
    const { ports, sent, tap } = await world();
    await dispatchReply(tap({ ...HELLO, media_url: 'https://a.example/i.jpg' }), ports);
    await dispatchReply(tap({ type: 'auto_reply', media_url: 'https://a.example/menu.pdf' }), ports);
    await dispatchReply(tap({ ...HELLO, media_url: 'https://a.example/menu.pdf' }), ports);
    expect(sent().map(({ rendered, text }) => [text, rendered.media])).toEqual([
      ['Hello Ana', ['https://a.example/i.jpg']],
      ['', ['https://a.example/menu.pdf']],
      ['Hello Ana', ['https://a.example/menu.pdf']],
    ]);
    expect(sent()[2]?.request).toHaveProperty('ContentSid');
  });

  test('with buttons becomes a template at the provider once, and is sent by it', async () => {
    const { made, ports, sent, tap } = await world();
    const buttons = [{ id: 'yes', title: 'Yes' }];
    await dispatchReply(tap({ ...HELLO, buttons }), ports);
    await dispatchReply(tap({ ...HELLO, buttons }), ports);
    expect(made).toHaveLength(1);
    expect(sent()).toHaveLength(2);
    expect(new Set(sent().map(({ request }) => request['ContentSid'])).size).toBe(1);
    expect(sent()[1]).toMatchObject({ text: 'Hello Ana', rendered: { actions: [{ title: 'Yes', id: 'yes' }] } });
    await dispatchReply(tap({ ...HELLO, buttons, media_url: 'https://a.example/i.jpg' }), ports);
    expect(sent()[2]?.rendered).toMatchObject({ media: ['https://a.example/i.jpg'], actions: [{ id: 'yes' }] });
  });

  test.each(['drop after', 'error after', 'drop before'] as const)(
    'whose answer is lost (%s) is unknown, and not sent again',
    async (fault) => {
      const { codes, ports, row, sent, standIn, tap } = await world();
      standIn.faults.creates(fault);
      const event = tap(HELLO);
      await dispatchReply(event, ports);
      expect(await row(event)).toMatchObject({ status: 'unknown' });
      const out = sent().length;
      expect(out).toBe(fault === 'drop before' ? 0 : 1);
      await dispatchReply(event, ports);
      expect(sent()).toHaveLength(out);
      expect(codes()).toEqual([
        ['reply.skipped', 'unknown'],
        ['reply.skipped', 'answered_before'],
      ]);
    },
  );

  test('that the provider throttles or cannot take is sent when the event comes again', async () => {
    const { braked, ports, row, sent, standIn, tap } = await world();
    const event = tap(HELLO);
    standIn.faults.creates('throttle');
    await expect(dispatchReply(event, ports)).rejects.toThrow(ReplyDeferred);
    expect(await row(event)).toMatchObject({ status: 'retry' });
    expect(braked).toEqual([START + 10_000]);
    await standIn.faults.goOffline();
    await expect(dispatchReply(event, ports)).rejects.toThrow(ReplyDeferred);
    await standIn.faults.goOnline();
    await dispatchReply(event, ports);
    expect(sent()).toHaveLength(1);
    expect(await row(event)).toMatchObject({ status: 'accepted' });
  });

  test('waits for a slot of the sender; when none is free soon, the event comes again', async () => {
    const busy = { now: true };
    const { ports, sent, tap } = await world({ busy });
    const event = tap(HELLO);
    await expect(dispatchReply(event, ports)).rejects.toThrow(ReplyDeferred);
    expect(sent()).toEqual([]);
    busy.now = false;
    await dispatchReply(event, ports);
    expect(sent()).toHaveLength(1);
  });

  test('whose template could not be asked for is tried again, and one whose template is refused is not', async () => {
    const { codes, ports, row, sent, standIn, tap } = await world();
    const event = tap({ ...HELLO, buttons: [{ id: 'yes', title: 'Yes' }] });
    await standIn.faults.goOffline();
    await expect(dispatchReply(event, ports)).rejects.toThrow(ReplyDeferred);
    await standIn.faults.goOnline();
    standIn.faults.rejectCredentials(true);
    await dispatchReply(event, ports);
    expect(await row(event)).toMatchObject({ status: 'failed', error_code: '20003' });
    expect(codes().map(([name]) => name)).toEqual(['delivery.failed', 'reply.skipped']);
    expect(sent()).toEqual([]);
  });

  test('that the provider refuses has failed', async () => {
    const { codes, ports, row, sent, tap } = await world({ customer: { phone_number: '+15550001111' } });
    const event = tap(HELLO);
    await dispatchReply(event, ports);
    await dispatchReply(event, ports);
    expect(await row(event)).toMatchObject({ status: 'failed', error_code: '63031' });
    expect(codes()[0]).toEqual(['reply.skipped', 'failed']);
    expect(sent()).toEqual([]);
  });

  test('whose worker died after the claim is unknown once its lease runs out', async () => {
    const { clock, codes, ports, row, sent, tap } = await world();
    const event = tap(HELLO);
    const killed: Pick<Provider, 'send'> = { send: () => Promise.reject(new Error('killed')) };
    await expect(dispatchReply(event, { ...ports, providers: () => killed })).rejects.toThrow('killed');
    clock.advance(LEASE - 1);
    await expect(dispatchReply(event, ports)).rejects.toThrow(ReplyDeferred);
    clock.advance(1);
    await dispatchReply(event, ports);
    await dispatchReply(event, ports);
    expect(await row(event)).toMatchObject({ status: 'unknown' });
    expect(codes()).toEqual([
      ['reply.skipped', 'unknown'],
      ['reply.skipped', 'answered_before'],
    ]);
    expect(sent()).toEqual([]);
  });

  test.each<[string, World]>([
    [
      'opted_out',
      { customer: { consent: { status: 'opted_out', source: 'whatsapp', text: 'STOP', at: timestamp(START) } } },
    ],
    ['customer_deleted', { customer: null }],
    ['campaign_deleted', { campaign: null }],
    ['sender_missing', { sender: null }],
    ['credentials_missing', { credentials: null }],
    ['sending_stopped', { stopped: 'tenant' }],
    ['sending_stopped', { stopped: 'installation' }],
  ])('is not sent when %s', async (reason, given) => {
    const { codes, ports, row, sent, tap } = await world(given);
    const event = tap(HELLO);
    await dispatchReply(event, ports);
    expect(await row(event)).toMatchObject({ status: 'skipped', status_reason: reason });
    expect(codes()).toEqual([['reply.skipped', reason]]);
    expect(sent()).toEqual([]);
  });

  test('is not sent when the campaign is unknown, or when its text is empty', async () => {
    const { codes, ports, sent, tap } = await world({ customer: { name: null } });
    await dispatchReply(tap(HELLO, { campaign: null }), ports);
    await dispatchReply(tap({ type: 'auto_reply', message: '{{name}}' }), ports);
    expect(codes()).toEqual([
      ['reply.skipped', 'campaign_deleted'],
      ['reply.skipped', 'missing_variable'],
    ]);
    expect(sent()).toEqual([]);
  });

  test('is not sent once the 24-hour window has closed', async () => {
    const { clock, codes, ports, sent, tap } = await world();
    const late = tap(HELLO);
    clock.advance(86_400_000 - 60_000 - 1);
    await dispatchReply(tap(HELLO), ports);
    clock.advance(1);
    await dispatchReply(late, ports);
    expect(codes()).toEqual([
      ['reply.routed', 'auto_reply'],
      ['reply.skipped', 'outside_window'],
    ]);
    expect(sent()).toHaveLength(1);
  });
});

describe('the other actions', () => {
  test('tag adds the tags, and logs when they are too many', async () => {
    const { codes, ports, tagged, tap } = await world();
    await dispatchReply(tap({ type: 'tag', tags: ['vip', 'tea'] }), ports);
    await dispatchReply(tap({ type: 'tag', tags: ['one too many'] }), ports);
    expect(tagged).toEqual([['vip', 'tea'], ['one too many']]);
    expect(codes()).toEqual([
      ['reply.routed', 'tag'],
      ['reply.skipped', 'too_many_tags'],
    ]);
  });

  test('opt_out is recorded with the time of the tap, not of the event', async () => {
    const { campaign, changes, clock, customer, noted, ports, tap } = await world();
    const { data, ...envelope } = tap({ type: 'opt_out' });
    const event = { ...envelope, data: { ...data, content_key: 'long', variant: 'b' } };
    const { clicked_at } = data.interaction;
    clock.advance(5_000);
    await dispatchReply(event, ports);
    const consent = {
      status: 'opted_out',
      source: 'button',
      text: 'More',
      campaign_id: campaign.id,
      ...{ content_key: 'long', variant: 'b', button_id: 'more' },
      ...{ author: 'person', at: clicked_at },
    };
    expect(changes).toEqual([[customer.id, clicked_at, { consent }]]);
    expect(noted).toEqual([[event.tenant_id, { campaign_id: campaign.id, customer_id: customer.id }, clicked_at]]);
  });

  test('event puts an event of its own on the bus, the same one for the same tap', async () => {
    const { ports, published, tap } = await world();
    const event = tap({ type: 'event', name: 'wants_more' });
    await dispatchReply(event, ports);
    await dispatchReply(event, ports);
    await dispatchReply(tap({ type: 'event' }), ports);
    const { action: _, ...context } = event.data;
    expect(published[0]).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      type: 'button.event',
      tenant_id: event.tenant_id,
      timestamp: event.timestamp,
      data: { ...context, name: 'wants_more' },
    });
    expect(published.map((one) => domainEvent.parse(one))).toEqual(published);
    expect(published[1]).toEqual(published[0]);
    expect(published[2]).toMatchObject({ data: { name: null } });
    expect(published[2]?.id).not.toBe(published[0]?.id);
  });

  test('webhook delivers the tap to one endpoint, or to all, once each', async () => {
    const endpoints = [ids.next('whe'), ids.next('whe')].map((id) => ({ id, status: 'enabled' as const }));
    const { codes, ports, queued, tap } = await world({ endpoints });
    const [first] = endpoints;
    const event = tap({ type: 'webhook', webhook_endpoint_id: first?.id });
    await dispatchReply(event, ports);
    await dispatchReply(event, ports);
    expect([...queued.values()].map(({ endpoint_id }) => endpoint_id)).toEqual([first?.id]);
    await dispatchReply(tap({ type: 'webhook' }), ports);
    expect(queued.size).toBe(3);
    await dispatchReply(tap({ type: 'webhook', webhook_endpoint_id: ids.next('whe') }), ports);
    expect(codes().at(-1)).toEqual(['reply.skipped', 'no_webhook_endpoint']);
  });

  test('a tap without an action is logged', async () => {
    const { codes, ports, tap } = await world();
    await dispatchReply(tap(null), ports);
    expect(codes()).toEqual([['reply.skipped', 'no_action']]);
  });

  test.each<[ButtonAction]>([[{ type: 'tag', tags: ['t'] }], [{ type: 'event' }]])(
    '%j that fails makes the event come again',
    async (action) => {
      const { events, ports, tap } = await world();
      const broken = () => Promise.reject(new Error('down'));
      const failing = { ...ports, customers: { ...ports.customers, addTags: broken }, eventBus: { put: broken } };
      await expect(dispatchReply(tap(action), failing)).rejects.toThrow('down');
      expect(events()).toEqual([]);
    },
  );
});
