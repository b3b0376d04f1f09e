import {
  clock,
  customers,
  deliveries,
  deliveryQueue,
  inbounds,
  webhookEndpoints,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { domainEvent } from '../../shared/event/domain-event.ts';
import { fanOutEvent } from '../../shared/webhook/fan-out-event.ts';

export const handler = queue(domainEvent, fanOutEvent, {
  clock,
  customers,
  deliveries,
  deliveryQueue,
  inbounds,
  webhookEndpoints,
});
