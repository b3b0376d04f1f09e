import type { Campaign } from '../../shared/campaign/campaign.ts';
import type { Customer, CustomerChange } from '../../shared/customer/customer.ts';
import { draftCustomer } from '../../shared/customer/draft-customer.ts';
import { recordTap } from '../../shared/interaction/record-tap.ts';
import type { Message } from '../../shared/message/message.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { laneOf } from '../../shared/platform/lanes.ts';
import type { Chunk } from '../../shared/run/chunk.ts';
import type { Sender } from '../../shared/sender/sender.ts';
import type { Tenant } from '../../shared/tenancy/tenant.ts';
import { draftDelivery, type WebhookMessage } from '../../shared/webhook/delivery.ts';
import { EVENT_TYPES } from '../../shared/event/domain-event.ts';
import { signingKey } from '../../shared/webhook/webhook-endpoint.ts';
import type { Ports } from './ports.ts';
import { sidOf } from './stubs.ts';

const HOUR = 3_600_000;
export const CONSENT = { status: 'opted_in' as const, source: 'web' };
export const BUTTONS: Campaign['buttons'] = [
  { id: 'yes', title: 'Yes', type: 'reply' },
  { id: 'site', title: 'Site', type: 'url', url: 'https://shop.example/autumn' },
  { id: 'call', title: 'Call', type: 'call', phone_number: '+4930111111', forward_to: '+4930222222' },
];

/** Puts small items of a tenant into the table, each through its store. */
export function builders(tenant_id: string, ports: Ports) {
  const { campaigns, clock, customers, deliveries, ids, messages, senders, tenants, webhookEndpoints } = ports;
  const now = timestamp(clock.now());
  const anHourAgo = timestamp(clock.now() - HOUR);
  const made = { tenant_id, created_at: anHourAgo, updated_at: anHourAgo };
  let numbers = 0;

  const build = {
    async tenant(given: Partial<Tenant> = {}): Promise<void> {
      await tenants.add({ ...made, id: tenant_id, name: 'Shop', link_secret: 's'.repeat(43), ...given });
    },

    async sender(given: Partial<Sender> = {}): Promise<Sender> {
      const phone_number = `+4930${String(1_000_000 + numbers++)}`;
      // They are read once an hour, which has a row of its own.
      const limits_read_at = clock.now();
      const one = { ...made, id: ids.next('snd'), name: 'Main', phone_number, rate: 80, limits_read_at, ...given };
      await senders.add(one);
      return one;
    },

    async customer(given: CustomerChange = { consent: CONSENT }, id = ids.next('cus')): Promise<Customer> {
      const phone_number = `+49151${String(10_000_000 + numbers++)}`;
      const about = { tenant_id, id, consent_id: ids.next('con'), now: anHourAgo };
      const draft = draftCustomer({ phone_number, name: 'Ana', language: 'de', ...given }, about);
      return (await customers.upsert(draft)).customer;
    },

    /** So many customers of one lane. */
    async laneOfCustomers(count: number): Promise<{ lane: number; all: Customer[] }> {
      const all = [await build.customer()];
      const lane = laneOf(all[0]!.id);
      while (all.length < count) {
        const id = ids.next('cus');
        if (laneOf(id) === lane) all.push(await build.customer(undefined, id));
      }
      return { lane, all };
    },

    async campaign(given: Partial<Campaign> = {}): Promise<Campaign> {
      const one: Campaign = {
        ...{ ...made, id: ids.next('cmp'), sender_id: ids.next('snd'), name: 'Autumn', media_type: 'text' },
        ...{ message_content: 'Hi {{name | default: "friend"}}, we have news.', buttons: [], run: 0, status: 'draft' },
        ...{ language: 'en', contents: [], category: 'marketing', send_as: 'template' },
        ...{ target_criteria: { all: true }, attribution_window_hours: 72, updated_by: `api_key:${ids.next('key')}` },
        ...given,
      };
      await campaigns.add(one);
      return one;
    },

    /** A campaign in its first run, and its sender. */
    async begun(given: Partial<Campaign> = {}, limits: Partial<Sender> = {}) {
      const sender = await build.sender(limits);
      const began: Partial<Campaign> = { status: 'sending', run: 1, started_at: anHourAgo };
      return { sender, campaign: await build.campaign({ ...began, sender_id: sender.id, ...given }) };
    },

    /** Claims a customer's message. @returns it as it is kept */
    async claimed(
      campaign: Campaign,
      { id: customer_id }: Pick<Customer, 'id'>,
      lease = clock.now(),
    ): Promise<Message> {
      const holder = ids.next('chk');
      const one = build.draft(campaign, customer_id, holder, lease);
      await messages.claim(tenant_id, one, clock.now());
      return one;
    },

    draft: (campaign: Campaign, customer_id: string, holder: string, lease_until: number) => ({
      ...{ id: ids.next('msg'), campaign_id: campaign.id, customer_id, status: 'sending' as const, attempts: 1 },
      ...{ variables: ['Ana'], holder, lease_until, sending_since: clock.now() },
    }),

    /** A message that the provider took and delivered. */
    async delivered(campaign: Campaign, customer: Pick<Customer, 'id'>): Promise<Message> {
      const { campaign_id, customer_id } = await build.claimed(campaign, customer);
      const of = { campaign_id, customer_id };
      const provider_sid = sidOf('SM', numbers++);
      await messages.accept(tenant_id, of, provider_sid, now);
      await messages.applyStatus(tenant_id, of, { status: 'delivered', provider_sid }, now);
      return (await messages.get(tenant_id, of))!;
    },

    /** Someone who has a campaign's message, and has tapped its first button. */
    async tapped(campaign: Campaign, customer: Customer) {
      const message = await build.delivered(campaign, customer);
      const tap = { button: BUTTONS[0]!, source: 'inbound' as const, key: `inbound#${message.id}`, clicked_at: now };
      return (await recordTap({ campaign, customer, message }, tap, ports)).interaction;
    },

    chunk: (campaign: Campaign, customer_ids: readonly string[], given: Partial<Chunk> = {}): Chunk => ({
      ...{ id: ids.next('chk'), tenant_id, campaign_id: campaign.id, lane: laneOf(customer_ids[0]!) },
      ...{ recipients: [...customer_ids], messages: customer_ids.length, slot_at: clock.now(), rate: 80, late: 0 },
      ...{ failures: 0, ...given },
    }),

    async endpoint() {
      const secrets = [{ key: signingKey(ids.secret()) }];
      const url = 'https://hooks.shop.example/herald';
      const settings = { description: null, status: 'enabled' as const, status_reason: null, events: [...EVENT_TYPES] };
      const one = { ...made, id: ids.next('whe'), url, secrets, ...settings };
      await webhookEndpoints.add(one, 20);
      return one;
    },

    async delivery(message: WebhookMessage) {
      const endpoint = await build.endpoint();
      return deliveries.add(draftDelivery(message, endpoint.id, clock.now()));
    },
  };
  return build;
}
