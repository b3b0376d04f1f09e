import * as z from 'zod';

import type { ChangeRecord } from '../platform/change-record.ts';
import { campaign, type Campaign } from '../campaign/campaign.ts';
import type { CampaignStatus } from '../campaign/campaign-status.ts';
import { customer, type Customer } from '../customer/customer.ts';
import { inbound, type Inbound } from '../interaction/inbound.ts';
import { interaction, type Interaction } from '../interaction/interaction.ts';
import type { ErrorClass } from '../provider/error-class.ts';
import { message, type Message } from '../message/message.ts';
import { timestamp } from '../platform/clock.ts';
import type { DomainEvent } from './domain-event.ts';

type WithoutId<Event> = Event extends DomainEvent ? Omit<Event, 'id'> : never;

/** An event that has no id yet. */
export type EventDraft = WithoutId<DomainEvent>;

/** What an event needs beyond its item. */
export interface Lookup {
  campaign(tenant: string, campaign: string): Promise<Campaign | undefined>;
  /** The class of an error code at the provider of the campaign's sender. */
  classify(tenant: string, campaign: Campaign | undefined, code: string): Promise<ErrorClass>;
}

interface Change<Item> {
  readonly before: Item | undefined;
  readonly after: Item;
}

type Reader = (record: ChangeRecord, lookup: Lookup) => Promise<EventDraft[] | undefined>;

/** Readers by the prefix of the sort key. */
const READERS: Readonly<Record<string, Reader>> = {
  INTERACTION: reader(interaction, readInteraction),
  INBOUND: reader(inbound, readInbound),
  CUSTOMER: reader(customer, readCustomer),
  CAMPAIGN: reader(campaign, readCampaign),
  MESSAGE: reader(message, readMessage),
};

/** The events that follow from a change of an item, often none; undefined for an item that no reader can parse. */
export async function readChange(record: ChangeRecord, lookup: Lookup): Promise<EventDraft[] | undefined> {
  return READERS[record.sk.split('#', 1)[0] ?? '']?.(record, lookup);
}

function reader<Schema extends z.ZodType>(
  schema: Schema,
  read: (change: Change<z.output<Schema>>, lookup: Lookup, pk: string) => EventDraft[] | Promise<EventDraft[]>,
): Reader {
  const change = z.object({ before: schema.optional(), after: schema });
  return async ({ pk, before, after }, lookup) => {
    if (after === undefined) return [];
    const { data } = change.safeParse({ before, after });
    return data && read(data as Change<z.output<Schema>>, lookup, pk);
  };
}

async function readInteraction({ before, after }: Change<Interaction>, lookup: Lookup): Promise<EventDraft[]> {
  const { tenant_id, conversion } = after;
  const converted = !before?.conversion && conversion;
  if (before && !converted) return [];

  const found = await lookup.campaign(tenant_id, after.campaign_id);
  const tapped = found?.buttons.find(({ id }) => id === after.button_id);
  const about = {
    ...context(found),
    customer: { id: after.customer_id },
    button: { id: after.button_id, title: after.button_title, type: after.button_type },
  };
  const drafts: EventDraft[] = [];
  if (!before) {
    const { id, message_id, source, clicked_at } = after;
    const data = { ...about, interaction: { id, message_id, source, clicked_at }, action: tapped?.action ?? null };
    drafts.push({ type: 'campaign.button_clicked', tenant_id, timestamp: clicked_at, data });
  }
  if (converted) {
    const { value = null, currency = null, ...rest } = converted;
    const data = { ...about, interaction_id: after.id, ...rest, value, currency };
    drafts.push({ type: 'conversion.recorded', tenant_id, timestamp: converted.converted_at, data });
  }
  return drafts;
}

async function readInbound({ before, after }: Change<Inbound>, lookup: Lookup): Promise<EventDraft[]> {
  if (before || after.kind !== 'reply') return [];
  const { tenant_id, sid, received_at } = after;
  const data = {
    ...context(after.campaign_id && (await lookup.campaign(tenant_id, after.campaign_id))),
    customer: { id: after.customer_id },
    interaction_id: after.interaction_id ?? null,
    message_sid: sid,
    replied_at: received_at,
  };
  return [{ type: 'customer.replied', tenant_id, timestamp: received_at, data }];
}

async function readCustomer({ before, after }: Change<Customer>, lookup: Lookup): Promise<EventDraft[]> {
  const { tenant_id, id, consent, updated_at } = after;
  if (!before || before.consent.status === consent.status || consent.status !== 'opted_out') return [];
  const data = {
    ...context(consent.campaign_id && (await lookup.campaign(tenant_id, consent.campaign_id))),
    customer: { id },
    button_id: consent.button_id ?? null,
    source: consent.source,
  };
  return [{ type: 'customer.opted_out', tenant_id, timestamp: consent.at ?? updated_at, data }];
}

/** A message's tenant is not in its row, only in its key. */
const TENANT = /^TENANT#([^#]+)#/;

async function readMessage({ before, after }: Change<Message>, lookup: Lookup, pk: string): Promise<EventDraft[]> {
  const [, tenant_id = ''] = TENANT.exec(pk) ?? [];
  const { id: message_id, attempts, campaign_id, customer_id, error_code: code = 'none', failed_at } = after;
  const failed = failed_at !== undefined && hasFailed(after) && !hasFailed(before);
  const returned = failed_at !== undefined && isReturned(after) && !isReturned(before) && !hasFailed(before);
  const unknown = after.status === 'unknown' && before?.status !== 'unknown';
  if (!failed && !returned && !unknown) return [];
  const campaign = await lookup.campaign(tenant_id, campaign_id);
  const about = { ...context(campaign), customer: { id: customer_id }, message_id };
  if (failed || returned) {
    // A message that waits again no longer has the sid and the times of the attempt that failed.
    const { accepted_at, provider_sid } = failed ? after : { ...before, provider_sid: after.replaced_sid };
    const data = {
      ...about,
      code,
      class: await lookup.classify(tenant_id, campaign, code),
      accepted: provider_sid !== undefined,
      attempted_at: accepted_at ?? failed_at,
    };
    return [{ type: failed ? 'message.failed' : 'message.returned', tenant_id, timestamp: failed_at, data }];
  }
  const data = { ...about, attempts };
  return [{ type: 'message.unknown', tenant_id, timestamp: timestamp(after.sending_since ?? 0), data }];
}

function hasFailed(message: Message | undefined): boolean {
  return message?.status === 'failed' || message?.status === 'undelivered';
}

/** Whether it waits to be sent again because of how its last attempt failed. */
function isReturned(message: Message | undefined): boolean {
  return message?.status === 'retry' && message.error_code !== undefined;
}

const CAMPAIGN_EVENTS = {
  sending: 'campaign.started',
  paused: 'campaign.paused',
  completed: 'campaign.completed',
} as const satisfies Partial<Record<CampaignStatus, DomainEvent['type']>>;

function readCampaign({ before, after }: Change<Campaign>): EventDraft[] {
  const { tenant_id, status, updated_at } = after;
  const begunBefore = status === 'sending' && before?.started_at !== undefined;
  if (!before || before.status === status || begunBefore || !hasEvent(status)) return [];
  const data = { ...context(after), status, status_reason: after.status_reason ?? null };
  return [{ type: CAMPAIGN_EVENTS[status], tenant_id, timestamp: updated_at, data }];
}

function hasEvent(status: CampaignStatus): status is keyof typeof CAMPAIGN_EVENTS {
  return status in CAMPAIGN_EVENTS;
}

/** The campaign is null once it has been deleted. */
function context(campaign: Campaign | '' | undefined): {
  campaign: { id: string; name: string } | null;
  variant: null;
} {
  return { campaign: campaign ? { id: campaign.id, name: campaign.name } : null, variant: null };
}
