import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import type { Ids } from '../platform/ids.ts';

/** A customer's wish to get no more messages, and what it answers, if that is known. */
export interface OptOut {
  readonly tenant_id: string;
  readonly customer_id: string;
  readonly campaign_id?: string | undefined;
  /** Under which id the customer was sent the campaign, if it is not the customer's own. */
  readonly recipient_id?: string | undefined;
  /** Which of the campaign's contents they were sent, and which arm of its experiment. */
  readonly content_key?: string | undefined;
  readonly variant?: string | undefined;
  readonly button_id?: string | undefined;
  /** How the customer opted out: 'whatsapp', 'button'. */
  readonly source: string;
  /** The customer's own words. */
  readonly text?: string | undefined;
  readonly at: string;
  /** Whether the wish may be recorded long after `at`: then what the customer has said since stands. */
  readonly isLate?: boolean;
}

/** Records an opt-out in the consent ledger and on the message that it answers. A repetition changes nothing. */
export async function optOut(
  {
    tenant_id,
    customer_id,
    campaign_id,
    recipient_id = customer_id,
    content_key,
    variant,
    button_id,
    source,
    text,
    at,
    isLate = false,
  }: OptOut,
  {
    customers,
    messages,
    ids,
  }: { customers: Pick<Customers, 'change'>; messages: Pick<Messages, 'recordOptOut'>; ids: Ids },
): Promise<void> {
  const answered = { campaign_id, content_key, variant, button_id };
  const wish = { status: 'opted_out' as const, author: 'person' as const, source, text, ...answered };
  const given = { consent: { ...wish, ...(isLate && { at }) } };
  await customers.change(tenant_id, customer_id, { given, now: at, consent_id: ids.next('con') });
  if (campaign_id) await messages.recordOptOut(tenant_id, { campaign_id, customer_id: recipient_id }, at);
}
