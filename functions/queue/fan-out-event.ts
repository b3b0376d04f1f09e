import { clock, deliveries, deliveryQueue, webhookEndpoints } from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { domainEvent } from '../../shared/routing/domain-event.ts';
import { fanOutEvent } from '../../shared/routing/fan-out-event.ts';

export const handler = queue(domainEvent, fanOutEvent, { clock, deliveries, deliveryQueue, webhookEndpoints });
