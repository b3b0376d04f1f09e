import type { Customer } from '../customer/customer.ts';
import type { LedgerEntry } from '../customer/consent.ts';
import type { Interaction } from '../interaction/interaction.ts';
import { showInteraction } from '../interaction/interaction.wire.ts';
import type { Message } from '../message/message.ts';
import type { AuditEntry } from '../tenancy/audit-entry.ts';
import { showAuditEntry } from '../tenancy/audit.wire.ts';

export type Cell = string | number | boolean | null | undefined | object;
/** A time as the file writes it. */
type Time = (at: string | null | undefined) => string | null;

/** The columns of a file, in their order: what each shows of a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row, time: Time) => Cell>>;

/** What is about a person, and that person. */
export interface About<Item> {
  readonly item: Item;
  readonly customer: Customer;
}

export const MESSAGES: Columns<About<Message>> = {
  id: ({ item }) => item.id,
  campaign_id: ({ item }) => item.campaign_id,
  customer_id: ({ item }) => item.customer_id,
  status: ({ item }) => item.status,
  status_reason: ({ item }) => item.status_reason,
  error_code: ({ item }) => item.error_code,
  content_key: ({ item }) => item.content_key,
  variant: ({ item }) => item.arm,
  provider_sid: ({ item }) => item.provider_sid,
  attempts: ({ item }) => item.attempts,
  accepted_at: ({ item }, time) => time(item.accepted_at),
  sent_at: ({ item }, time) => time(item.sent_at),
  delivered_at: ({ item }, time) => time(item.delivered_at),
  read_at: ({ item }, time) => time(item.read_at),
  failed_at: ({ item }, time) => time(item.failed_at),
  replied_at: ({ item }, time) => time(item.replied_at),
  opted_out_at: ({ item }, time) => time(item.opted_out_at),
  first_click_at: ({ item }, time) => time(item.first_click_at),
  clicked_buttons: ({ item }) => item.clicked_buttons ?? [],
};

const shown = ({ item }: About<Interaction>) => showInteraction(item);
export const INTERACTIONS: Columns<About<Interaction>> = {
  id: ({ item }) => item.id,
  campaign_id: ({ item }) => item.campaign_id,
  customer_id: ({ item }) => item.customer_id,
  message_id: ({ item }) => item.message_id,
  content_key: ({ item }) => item.content_key,
  variant: ({ item }) => item.variant,
  button_id: ({ item }) => item.button_id,
  button_title: ({ item }) => item.button_title,
  button_type: ({ item }) => item.button_type,
  source: ({ item }) => item.source,
  clicked_at: ({ item }, time) => time(item.clicked_at),
  response_message: ({ item }) => item.response_message,
  led_to_conversion: (row) => shown(row).led_to_conversion,
  conversion_type: (row) => shown(row).conversion_type,
  conversion_reference_id: (row) => shown(row).conversion_reference_id,
  value: (row) => shown(row).value,
  currency: (row) => shown(row).currency,
  converted_at: (row, time) => time(shown(row).converted_at),
  metadata: ({ item }) => item.metadata ?? {},
  agent_outcome: ({ item }) => item.agent?.outcome,
  agent_reason: ({ item }) => item.agent?.reason,
};

/** With `expand=customer`. */
export const OF_CUSTOMER: Columns<About<unknown>> = {
  phone_number: ({ customer }) => customer.phone_number,
  name: ({ customer }) => customer.name,
  language: ({ customer }) => customer.language,
};

/** Named as an import names them, where it has them. */
export const CUSTOMERS: Columns<Customer> = {
  id: ({ id }) => id,
  phone_number: ({ phone_number }) => phone_number,
  name: ({ name }) => name,
  language: ({ language }) => language,
  timezone: ({ timezone }) => timezone,
  tags: ({ tags }) => tags,
  attributes: ({ attributes }) => attributes,
  consent: ({ consent }) => consent.status,
  consent_source: ({ consent }) => consent.source,
  consent_text: ({ consent }) => consent.text,
  consent_at: ({ consent }, time) => time(consent.at),
  created_at: ({ created_at }, time) => time(created_at),
  updated_at: ({ updated_at }, time) => time(updated_at),
  imported_at: ({ imported_at }, time) => time(imported_at),
  last_inbound_at: ({ last_inbound_at }, time) => time(last_inbound_at),
  last_tapped_at: ({ last_tapped_at }, time) => time(last_tapped_at),
  whatsapp_user_id: ({ whatsapp_user_id }) => whatsapp_user_id,
  username: ({ username }) => username,
  same_as: ({ same_as }) => same_as,
  suppressed_code: ({ suppressed }) => suppressed?.code,
  suppressed_at: ({ suppressed }, time) => time(suppressed?.at),
};

export const CONSENTS: Columns<About<LedgerEntry>> = {
  id: ({ item }) => item.id,
  customer_id: ({ item }) => item.customer_id,
  phone_number: ({ customer }) => customer.phone_number,
  status: ({ item }) => item.status,
  source: ({ item }) => item.source,
  text: ({ item }) => item.text,
  at: ({ item }, time) => time(item.at),
  author: ({ item }) => item.author ?? 'business',
  campaign_id: ({ item }) => item.campaign_id,
  button_id: ({ item }) => item.button_id,
  created_at: ({ item }, time) => time(item.created_at),
  content_key: ({ item }) => item.content_key,
  variant: ({ item }) => item.variant,
};

const entry = (row: AuditEntry) => showAuditEntry(row);
export const AUDIT: Columns<AuditEntry> = {
  id: ({ id }) => id,
  at: ({ at }, time) => time(at),
  actor_kind: (row) => entry(row).actor.kind,
  actor_id: (row) => entry(row).actor.id,
  actor_name: (row) => entry(row).actor.name,
  action: ({ action }) => action,
  resource_type: (row) => entry(row).resource.type,
  resource_id: (row) => entry(row).resource.id,
  campaign_id: ({ campaign_id }) => campaign_id,
  request_id: ({ request_id }) => request_id,
  job_id: ({ job_id }) => job_id,
  outcome: (row) => entry(row).outcome,
  changes: ({ changes }) => changes,
};
