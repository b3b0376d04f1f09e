import { afterAll, beforeAll } from 'vitest';

import type { Button } from '../../../shared/content/button.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { inboundStore } from '../../../shared/interaction/inbound.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import type { Message } from '../../../shared/message/message.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, START } from '../fixtures.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const BUTTONS: Button[] = [
  { id: 'yes', title: 'Yes', type: 'reply' },
  { id: 'site', title: 'Site', type: 'url', url: 'https://shop.example/autumn' },
  { id: 'call', title: 'Call', type: 'call', phone_number: '+4930111111', forward_to: '+4930222222' },
];

/** A table for a test file, and worlds on it: each is a tenant of its own. */
export function openWorlds(): () => ReturnType<typeof world> {
  let opened: Awaited<ReturnType<typeof testTable>> | undefined;
  beforeAll(async () => {
    opened = await testTable();
  });
  afterAll(() => opened?.close());
  return () => world(opened!);
}

let numbers = 0;
export const newNumber = () => `+49151${String(10_000_000 + numbers++)}`;
let sids = 0;
export const newSid = (kind = 'SM') => `${kind}${String(sids++).padStart(32, '0')}`;

/** The stores that a tap touches, and how their states come about. */
function world({ table, commands }: Pick<Awaited<ReturnType<typeof testTable>>, 'table' | 'commands'>) {
  const tenant = ids.next('ten');
  const clock = fakeClock();
  const { log, lines, events } = keptLog();
  const stores = {
    campaigns: campaignStore(table),
    customers: customerStore(table),
    inbounds: inboundStore(table),
    interactions: interactionStore(table),
    messages: messageStore(table),
    tenants: tenantStore(table),
  };
  const ports = { ...stores, clock, ids, log };

  return {
    table,
    commands,
    tenant,
    clock,
    ports,
    lines,
    events,
    now: () => timestamp(clock.now()),

    async customer(phone_number = newNumber(), given: Partial<Customer> = {}): Promise<Customer> {
      const about = { tenant_id: tenant, id: ids.next('cus'), consent_id: ids.next('con'), now: timestamp(START) };
      const consent = { status: 'opted_in' as const, source: 'web' };
      const draft = draftCustomer({ phone_number, timezone: given.timezone ?? 'Europe/Berlin', consent }, about);
      return (await stores.customers.upsert(draft)).customer;
    },

    /** A campaign that began an hour before the world did. */
    async campaign(given: Partial<Campaign> = {}): Promise<Campaign> {
      const started_at = timestamp(START - HOUR);
      const one = campaignOf({
        ...{ tenant_id: tenant, buttons: BUTTONS, status: 'sending', run: 1, started_at },
        ...given,
      });
      await stores.campaigns.add(one);
      return one;
    },

    /** A message that was accepted when the clock says, and delivered ten seconds later. @returns its provider's sid */
    async sent(
      { id: campaign_id }: Campaign,
      { id: customer_id }: Customer,
      kept: Partial<Pick<Message, 'variables' | 'content_key' | 'arm'>> = {},
    ): Promise<string> {
      const of = { campaign_id, customer_id };
      const sid = newSid();
      const claim = { holder: 'chk', lease_until: clock.now() + MINUTE, variables: [], attempts: 1, ...kept };
      await stores.messages.claim(
        tenant,
        { ...of, ...claim, id: ids.next('msg'), status: 'sending' as const },
        clock.now(),
      );
      await stores.messages.accept(tenant, of, sid, timestamp(clock.now()));
      const report = { status: 'delivered' as const, provider_sid: sid };
      await stores.messages.applyStatus(tenant, of, report, timestamp(clock.now() + 10_000));
      return sid;
    },

    message: ({ id: campaign_id }: Campaign, { id: customer_id }: Customer) =>
      stores.messages.get(tenant, { campaign_id, customer_id }),

    /** A campaign's taps, the oldest first. */
    async taps({ id }: Campaign) {
      const { items } = await stores.interactions.page(tenant, id, {}, { limit: 100 });
      return items.toReversed();
    },
  };
}
export type World = ReturnType<typeof world>;
