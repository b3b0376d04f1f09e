import {
  alertMails,
  clock,
  customers,
  deliveries,
  deliveryQueue,
  inbounds,
  log,
  mailer,
  members,
  webhookEndpoints,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { domainEvent } from '../../shared/event/domain-event.ts';
import { tellEvent } from '../../shared/reaction/tell-event.ts';

export const handler = queue(domainEvent, tellEvent, {
  alertMails,
  clock,
  customers,
  deliveries,
  deliveryQueue,
  inbounds,
  log,
  mailer,
  members,
  webhookEndpoints,
});
