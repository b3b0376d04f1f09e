import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { queueTarget, type Target } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

export const reconcileMessage = {
  id: 'message.reconcile',
  entry: 'functions/queue/reconcile-message.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:UpdateItem',
    'index:Query',
    'credentials:GetSecretValue',
    'reconciles:SendMessage',
  ],
  // Asking the provider takes a page or two, at ten seconds each at most.
  timeout: 60,
} as const satisfies FunctionDeclaration;

export interface MessageReconciliationProps extends FunctionContext {
  /** When the provider is asked: seconds after the attempt to send. */
  readonly afterSeconds: readonly number[];
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The queue of messages with an unknown outcome, and the function that asks the provider what became of them. */
export class MessageReconciliation extends QueueConsumer {
  /** For functions that add a message to be looked for. */
  readonly target: Target;

  constructor(scope: Construct, id: string, { afterSeconds, ...props }: MessageReconciliationProps) {
    super(scope, id, {
      ...props,
      declaration: reconcileMessage,
      ownTargets: (queue) => ({ reconciles: reconcileTarget(queue, afterSeconds) }),
      failureImpact:
        'Twilio could not be asked what became of some messages: their outcome stays unknown until somebody asks again or replays the campaign.',
    });
    this.target = reconcileTarget(this.queue, afterSeconds);
  }
}

function reconcileTarget(queue: QueueConsumer['queue'], afterSeconds: readonly number[]): Target {
  const { environment, ...target } = queueTarget(queue, 'RECONCILE_QUEUE_URL');
  return { ...target, environment: { ...environment, RECONCILE_AFTER_SECONDS: afterSeconds.join(',') } };
}
