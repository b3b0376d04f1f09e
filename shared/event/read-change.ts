import * as z from 'zod';

import type { ChangeRecord } from '../platform/change-record.ts';
import { campaign, type Campaign } from '../campaign/campaign.ts';
import { findButton } from '../campaign/contents.ts';
import type { CampaignStatus } from '../campaign/campaign-status.ts';
import { customer, type Customer } from '../customer/customer.ts';
import { inbound, type Inbound } from '../interaction/inbound.ts';
import { interaction, type Interaction } from '../interaction/interaction.ts';
import { message } from '../message/message.ts';
import { template } from '../template/template.ts';
import type { DomainEvent } from './domain-event.ts';
import { context, type EventDraft, type ItemChange, type Lookup } from './event-draft.ts';
import type { Alert } from './alert.ts';
import { alertsOfCampaign, alertsOfEndpoint, alertsOfQueue, alertsOfTemplate, endpointState } from './alert-rules.ts';
import { deadLetters, type DeadLetters } from './dead-letters.ts';
import { readMessage } from './read-message.ts';

type Reader = (record: ChangeRecord, lookup: Lookup) => Promise<EventDraft[] | undefined>;

/** Readers by the prefix of the sort key. */
const READERS: Readonly<Record<string, Reader>> = {
  INTERACTION: reader(interaction, readInteraction),
  INBOUND: reader(inbound, readInbound),
  CUSTOMER: reader(customer, readCustomer),
  CAMPAIGN: reader(campaign, readCampaign),
  MESSAGE: reader(message, readMessage),
  TEMPLATE: reader(template, (change) => raised(change, alertsOfTemplate, change.after.last_synced_at)),
  ENDPOINT: reader(endpointState, (change, _, { at }) =>
    raised(change, alertsOfEndpoint, at ?? change.after.updated_at),
  ),
  DEADLETTERS: reader(deadLetters, readDeadLetters),
  // Of these the audit is kept, and nothing is published.
  JOB: () => Promise.resolve([]),
};

/** The events that follow from a change of an item, often none; undefined for an item that no reader can parse. */
export async function readChange(record: ChangeRecord, lookup: Lookup): Promise<EventDraft[] | undefined> {
  return READERS[record.sk.split('#', 1)[0] ?? '']?.(record, lookup);
}

function reader<Schema extends z.ZodType>(
  schema: Schema,
  read: (
    change: ItemChange<z.output<Schema>>,
    lookup: Lookup,
    record: ChangeRecord,
  ) => EventDraft[] | Promise<EventDraft[]>,
): Reader {
  const change = z.object({ before: schema.optional(), after: schema });
  return async (record, lookup) => {
    const { before, after } = record;
    if (after === undefined) return [];
    const { data } = change.safeParse({ before, after });
    return data && read(data as ItemChange<z.output<Schema>>, lookup, record);
  };
}

async function readInteraction({ before, after }: ItemChange<Interaction>, lookup: Lookup): Promise<EventDraft[]> {
  const { tenant_id, conversion } = after;
  const converted = !before?.conversion && conversion;
  if (before && !converted) return [];

  const found = await lookup.campaign(tenant_id, after.campaign_id);
  const tapped = found && findButton(found, after.button_id, after.content_key);
  const about = {
    ...context(found, after),
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

async function readInbound({ before, after }: ItemChange<Inbound>, lookup: Lookup): Promise<EventDraft[]> {
  if (before || after.kind !== 'reply') return [];
  const { tenant_id, sid, received_at } = after;
  const data = {
    ...context(after.campaign_id && (await lookup.campaign(tenant_id, after.campaign_id)), after),
    customer: { id: after.customer_id },
    interaction_id: after.interaction_id ?? null,
    message_sid: sid,
    replied_at: received_at,
  };
  return [{ type: 'customer.replied', tenant_id, timestamp: received_at, data }];
}

async function readCustomer({ before, after }: ItemChange<Customer>, lookup: Lookup): Promise<EventDraft[]> {
  const { tenant_id, id, consent, updated_at } = after;
  if (!before || before.consent.status === consent.status || consent.status !== 'opted_out') return [];
  const data = {
    ...context(consent.campaign_id && (await lookup.campaign(tenant_id, consent.campaign_id)), consent),
    customer: { id },
    button_id: consent.button_id ?? null,
    source: consent.source,
  };
  return [{ type: 'customer.opted_out', tenant_id, timestamp: consent.at ?? updated_at, data }];
}

const CAMPAIGN_EVENTS = {
  sending: 'campaign.started',
  paused: 'campaign.paused',
  completed: 'campaign.completed',
} as const satisfies Partial<Record<CampaignStatus, DomainEvent['type']>>;

function readCampaign(change: ItemChange<Campaign>, _: Lookup, { at }: ChangeRecord): EventDraft[] {
  // What it lost, or what was found of its experiment, is no change of the campaign itself.
  return [...readStatus(change), ...raised(change, alertsOfCampaign, at ?? change.after.updated_at)];
}

function readStatus({ before, after }: ItemChange<Campaign>): EventDraft[] {
  const { tenant_id, status, updated_at } = after;
  const begunBefore = status === 'sending' && before?.started_at !== undefined;
  if (!before || before.status === status || begunBefore || !hasEvent(status)) return [];
  const data = { ...context(after), status, status_reason: after.status_reason ?? null };
  return [{ type: CAMPAIGN_EVENTS[status], tenant_id, timestamp: updated_at, data }];
}

function hasEvent(status: CampaignStatus): status is keyof typeof CAMPAIGN_EVENTS {
  return status in CAMPAIGN_EVENTS;
}

/**
 * The alerts that begin with a change. What is new here may be old elsewhere, as a template that is listed for the first time: it
 * raises none.
 */
function raised<Item extends { readonly tenant_id: string }>(
  { before, after }: ItemChange<Item>,
  alertsOf: (item: Item, now: number) => readonly Alert[],
  timestamp: string,
): EventDraft[] {
  return before ? begun({ before, after }, alertsOf, timestamp) : [];
}

/** Dead letters that are seen for the first time are new. */
function readDeadLetters(change: ItemChange<DeadLetters>): EventDraft[] {
  return begun(change, alertsOfQueue, change.after.seen_at);
}

function begun<Item extends { readonly tenant_id: string }>(
  { before, after }: ItemChange<Item>,
  alertsOf: (item: Item, now: number) => readonly Alert[],
  timestamp: string,
): EventDraft[] {
  const now = Date.parse(timestamp);
  const known = new Set(before && alertsOf(before, now).map(({ id }) => id));
  const found = alertsOf(after, now).filter(({ id }) => !known.has(id));
  return found.map((data) => ({ type: 'alert.raised', tenant_id: after.tenant_id, timestamp, data }));
}
