import { publishEvents } from '../../shared/event/publish-events.ts';
import {
  campaigns,
  classifiers,
  eventBus,
  failures,
  log,
  senders,
  webhookEndpoints,
} from '../../shared/runtime/dependencies.ts';
import { stream } from '../../shared/runtime/stream.ts';

export const handler = stream(publishEvents, {
  campaigns,
  classifiers,
  eventBus,
  failures,
  log,
  senders,
  webhookEndpoints,
});
