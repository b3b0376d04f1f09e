import {
  campaigns,
  clock,
  customers,
  failureBreakers,
  ids,
  log,
  rollups,
  senders,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { messageFailed } from '../../shared/event/domain-event.ts';
import { followUpFailure } from '../../shared/reaction/follow-up-failure.ts';

export const handler = queue(messageFailed, followUpFailure, {
  campaigns,
  clock,
  customers,
  failureBreakers,
  ids,
  log,
  rollups,
  senders,
});
