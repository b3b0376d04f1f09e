import {
  autoReplies,
  campaigns,
  classifiers,
  clock,
  customers,
  failureBreakers,
  ids,
  interactions,
  lanes,
  log,
  messages,
  rollups,
  senders,
  tenants,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { messageFailure } from '../../shared/event/domain-event.ts';
import { followUpFailure } from '../../shared/reaction/follow-up-failure.ts';

export const handler = queue(messageFailure, followUpFailure, {
  autoReplies,
  campaigns,
  classifiers,
  clock,
  customers,
  failureBreakers,
  ids,
  interactions,
  lanes,
  log,
  messages,
  rollups,
  senders,
  tenants,
});
