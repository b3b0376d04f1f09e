import {
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  interactions,
  log,
  messages,
  providers,
  reconcileAfter,
  reconciles,
  senders,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { reconcileJob, reconcileMessage } from '../../shared/reaction/reconcile-message.ts';

export const handler = queue(reconcileJob, reconcileMessage, {
  autoReplies,
  campaigns,
  clock,
  credentials,
  customers,
  interactions,
  log,
  messages,
  providers,
  reconcileAfter,
  reconciles,
  senders,
});
