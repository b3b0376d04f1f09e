import {
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  interactions,
  log,
  messages,
  provider,
  reconcileAfter,
  reconciles,
  senders,
} from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { reconcileJob, reconcileMessage } from '../../shared/routing/reconcile-message.ts';

export const handler = queue(reconcileJob, reconcileMessage, {
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  interactions,
  log,
  messages,
  provider,
  reconcileAfter,
  reconciles,
  senders,
});
