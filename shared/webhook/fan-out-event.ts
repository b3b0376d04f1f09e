import type { Clock } from '../platform/clock.ts';
import { draftDelivery, referenceOf, type Delivery, type DeliveryQueue, type WebhookMessage } from './delivery.ts';
import type { Deliveries } from './delivery.store.ts';
import type { DomainEvent } from '../event/domain-event.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import type { WebhookEndpoints } from './webhook-endpoint.store.ts';
import { withWords, type WordsPorts } from './with-words.ts';

export interface QueuePorts {
  readonly clock: Clock;
  readonly deliveries: Pick<Deliveries, 'add'>;
  readonly deliveryQueue: DeliveryQueue;
}

export interface FanOutPorts extends QueuePorts, WordsPorts {
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'enabled'>;
}

export interface DispatchPorts extends QueuePorts {
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'enabled' | 'get'>;
}

/** Queues an event to each endpoint of its tenant that subscribes to its type; none about a person who was erased. */
export async function fanOutEvent(event: DomainEvent, ports: FanOutPorts): Promise<void> {
  const endpoints = await ports.webhookEndpoints.enabled(event.tenant_id);
  const subscribed = endpoints.filter(({ events }) => (events as readonly string[]).includes(event.type));
  const message = subscribed.length > 0 && (await withWords(event, ports));
  if (message) await Promise.all(subscribed.map((endpoint) => queueDelivery(message, endpoint, ports)));
}

/**
 * Queues an event to one endpoint, or to all of them without an id, whatever they subscribe to; only if enabled. An
 * endpoint that the fan-out also queues it to gets it once.
 * @returns to how many endpoints
 */
export async function deliverEvent(
  event: DomainEvent,
  endpoint_id: string | undefined,
  ports: DispatchPorts,
): Promise<number> {
  const endpoints = endpoint_id
    ? await ports.webhookEndpoints.get(event.tenant_id, endpoint_id).then((endpoint) => (endpoint ? [endpoint] : []))
    : await ports.webhookEndpoints.enabled(event.tenant_id);
  const enabled = endpoints.filter(({ status }) => status === 'enabled');
  await Promise.all(enabled.map((endpoint) => queueDelivery(event, endpoint, ports)));
  return enabled.length;
}

/** Queues a message to an endpoint once, however often this is called. @returns the delivery */
export async function queueDelivery(
  message: WebhookMessage,
  { id }: Pick<WebhookEndpoint, 'id'>,
  { clock, deliveries, deliveryQueue }: QueuePorts,
): Promise<Delivery> {
  const now = clock.now();
  const delivery = await deliveries.add(draftDelivery(message, id, now));
  // An earlier call may have died before it queued the row; a delivery that is queued twice is still attempted once.
  if (delivery.status === 'pending' && delivery.attempts === 0)
    await deliveryQueue.add(referenceOf(delivery), now, now);
  return delivery;
}
