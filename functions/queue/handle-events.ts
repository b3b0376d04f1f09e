import { clock, ownQueues } from '../../shared/runtime/dependencies.ts';
import { sharedQueue } from '../../shared/runtime/shared-queue.ts';
import { handler as dispatchReply } from './dispatch-reply.ts';
import { handler as fanOutEvent } from './fan-out-event.ts';
import { handler as followUpFailure } from './follow-up-failure.ts';
import { handler as reconcileMessage } from './reconcile-message.ts';

export const handler = sharedQueue(
  {
    'reply.dispatch': dispatchReply,
    'webhook.fan_out': fanOutEvent,
    'failure.follow_up': followUpFailure,
    'message.reconcile': reconcileMessage,
  },
  { clock, ownQueues },
);
