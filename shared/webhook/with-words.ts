import type { Customers } from '../customer/customer.store.ts';
import type { DomainEvent } from '../event/domain-event.ts';
import type { Inbounds } from '../interaction/inbound.store.ts';
import { customerOf, type WebhookMessage } from './delivery.ts';

export interface WordsPorts {
  readonly customers: Pick<Customers, 'get'>;
  readonly inbounds: Pick<Inbounds, 'get'>;
}

/**
 * An event as subscribers get it: a reply with what the customer wrote.
 * @returns undefined when the person was erased since, or what they wrote is no longer kept
 */
export async function withWords(
  event: DomainEvent,
  { customers, inbounds }: WordsPorts,
): Promise<WebhookMessage | undefined> {
  const { tenant_id } = event;
  const customer_id = customerOf(event.data);
  if (customer_id && !(await customers.get(tenant_id, customer_id))) return undefined;
  if (event.type !== 'customer.replied' || !customer_id) return event;
  const { message_sid, replied_at, ...rest } = event.data;
  if (!message_sid) return event;
  const inbound = await inbounds.get(tenant_id, customer_id, message_sid);
  if (!inbound) return undefined;
  const { text, media_urls, content } = inbound;
  return { ...event, data: { ...rest, text, media_urls, ...(content && { content }), replied_at } };
}
