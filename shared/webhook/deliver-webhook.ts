import type { Clock } from '../platform/clock.ts';
import { timestamp } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import {
  afterAttempt,
  isGone,
  type Delivery,
  type DeliveryQueue,
  type DeliveryReference,
  type WebhookPoster,
} from './delivery.ts';
import type { Deliveries } from './delivery.store.ts';
import { signingKeys, type WebhookEndpoint } from './webhook-endpoint.ts';
import type { WebhookEndpoints } from './webhook-endpoint.store.ts';

/** In milliseconds: longer than the function's timeout, so no attempt is still running when its lease ends. */
const LEASE = 60_000;

export interface DeliverPorts {
  readonly clock: Clock;
  readonly deliveries: Pick<Deliveries, 'get' | 'claim' | 'recordAttempt' | 'end'>;
  readonly deliveryQueue: DeliveryQueue;
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'get' | 'disable' | 'markGivenUp' | 'unmarkGivenUp'>;
  readonly poster: WebhookPoster;
  readonly log: Log;
}

/**
 * Makes a delivery's next attempt if it is due and not leased; otherwise queues the delivery for later. Only the row says
 * what is due, so a queue message that arrives twice, late or early makes no additional attempt.
 *
 * Delivery is at least once: a receiver may have processed a request that it never answered, or the function may die
 * before it records the answer; then the attempt is repeated after the lease. `webhook-id` is the same each time.
 */
export async function deliverWebhook(reference: DeliveryReference, ports: DeliverPorts): Promise<void> {
  const { clock, deliveries, deliveryQueue, webhookEndpoints } = ports;
  const [delivery, endpoint] = await Promise.all([
    deliveries.get(reference),
    webhookEndpoints.get(reference.tenant_id, reference.endpoint_id),
  ]);
  if (delivery?.status !== 'pending' || !endpoint) return;
  if (endpoint.status === 'disabled') return deliveries.end(delivery, 'The endpoint was disabled.');

  const now = clock.now();
  const due = Date.parse(delivery.next_attempt_at ?? delivery.created_at);
  if (due > now) return deliveryQueue.add(reference, due, now);
  const lease = now + LEASE;
  if (!(await deliveries.claim(delivery, now, lease))) return deliveryQueue.add(reference, lease, now);
  return attempt(delivery, endpoint, reference, lease, ports);
}

async function attempt(
  delivery: Delivery,
  endpoint: WebhookEndpoint,
  reference: DeliveryReference,
  lease: number,
  { clock, deliveries, deliveryQueue, log, poster, webhookEndpoints }: DeliverPorts,
): Promise<void> {
  const at = clock.now();
  const outcome = await poster.post(delivery, { url: endpoint.url, keys: signingKeys(endpoint, at) }, at);
  const now = clock.now();
  const after = afterAttempt(delivery, outcome, now);
  if (isGone(outcome)) await webhookEndpoints.disable(endpoint, after.last_error ?? '', timestamp(now));
  if (after.status === 'dead_letter' && !isGone(outcome)) await webhookEndpoints.markGivenUp(endpoint, timestamp(now));
  if (after.status === 'delivered' && endpoint.given_up_at) await webhookEndpoints.unmarkGivenUp(endpoint);
  if (!(await deliveries.recordAttempt(delivery, lease, after))) return;

  const { tenant_id, endpoint_id, delivery_id } = reference;
  log(eventOf(after.status, isGone(outcome)), {
    tenant_id,
    endpoint_id,
    delivery_id,
    status: after.last_status_code ?? undefined,
    count: after.attempts,
    milliseconds: now - at,
  });
  if (after.next_attempt_at) await deliveryQueue.add(reference, Date.parse(after.next_attempt_at), now);
}

/** An endpoint that answers 410 Gone needs no alarm. */
function eventOf(status: Delivery['status'], gone: boolean) {
  if (status === 'delivered') return 'webhook.delivered';
  return status === 'dead_letter' && !gone ? 'webhook.given_up' : 'webhook.failed';
}
