import { clock, deliveries, deliveryQueue, log, poster, webhookEndpoints } from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { deliverWebhook } from '../../shared/routing/deliver-webhook.ts';
import { deliveryReference } from '../../shared/routing/delivery.ts';

export const handler = queue(deliveryReference, deliverWebhook, {
  clock,
  deliveries,
  deliveryQueue,
  log,
  poster,
  webhookEndpoints,
});
