import { campaigns, clock, customers, failureBreakers, ids, log, rollups, senders } from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { messageFailed } from '../../shared/routing/domain-event.ts';
import { followUpFailure } from '../../shared/routing/follow-up-failure.ts';

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
