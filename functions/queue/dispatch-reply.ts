import {
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  deliveries,
  deliveryQueue,
  eventBus,
  ids,
  log,
  messages,
  provider,
  senders,
  templateProvider,
  templates,
  webhookEndpoints,
} from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { dispatchReply } from '../../shared/routing/dispatch-reply.ts';
import { buttonClicked } from '../../shared/routing/domain-event.ts';

export const handler = queue(buttonClicked, dispatchReply, {
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  deliveries,
  deliveryQueue,
  eventBus,
  ids,
  log,
  messages,
  provider,
  senders,
  templateProvider,
  templates,
  webhookEndpoints,
});
