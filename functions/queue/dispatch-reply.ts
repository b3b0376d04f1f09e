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
  providers,
  senders,
  sendingSwitch,
  templateProviders,
  templates,
  tenants,
  webhookEndpoints,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { dispatchReply } from '../../shared/reaction/dispatch-reply.ts';
import { buttonClicked } from '../../shared/event/domain-event.ts';

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
  providers,
  senders,
  sendingSwitch,
  templateProviders,
  templates,
  tenants,
  webhookEndpoints,
});
