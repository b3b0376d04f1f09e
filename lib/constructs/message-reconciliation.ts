import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { queueTarget } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionSurroundings } from './service-function.ts';

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
  // A look asks the provider for a page or two, ten seconds each at most.
  timeout: 60,
} as const satisfies FunctionDeclaration;

export interface MessageReconciliationProps extends FunctionSurroundings {
  /** How long after its attempt a message is looked for, each time anew. */
  readonly afterSeconds: readonly number[];
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The queue of messages whose outcome is unknown, and the function that looks for them at the provider. */
export class MessageReconciliation extends QueueConsumer {
  constructor(scope: Construct, id: string, { afterSeconds, ...props }: MessageReconciliationProps) {
    super(scope, id, {
      ...props,
      declaration: reconcileMessage,
      ownTargets: (queue) => {
        const { environment, ...target } = queueTarget(queue, 'RECONCILE_QUEUE_URL');
        return {
          reconciles: { ...target, environment: { ...environment, RECONCILE_AFTER_SECONDS: afterSeconds.join(',') } },
        };
      },
      failureImpact:
        'Twilio could not be asked what became of messages: their outcome stays unknown until they are replayed by request.',
    });
  }
}
