import { clock, deliveries, deliveryQueue, log, poster, webhookEndpoints } from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { deliverWebhook } from '../../shared/webhook/deliver-webhook.ts';
import { deliveryReference } from '../../shared/webhook/delivery.ts';

export const handler = queue(deliveryReference, deliverWebhook, {
  clock,
  deliveries,
  deliveryQueue,
  log,
  poster,
  webhookEndpoints,
});
