import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { queueTarget, type Target } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

export const recoverCallbacks = {
  id: 'callbacks.recover',
  entry: 'functions/queue/recover-callbacks.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:Query',
    'index:Query',
    'table:PutItem',
    'table:UpdateItem',
    'table:DeleteItem',
    'credentials:GetSecretValue',
    'recoveries:SendMessage',
  ],
  // A page of a thousand messages: ten seconds at most to get it, and as many writes as it has news.
  timeout: 60,
} as const satisfies FunctionDeclaration;

export interface CallbackRecoveryProps extends FunctionContext {
  /** `RECOVER_AFTER_SECONDS`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly alarms: ITopic;
}

/** The queue of what is to be asked of the provider because callbacks were lost, and the function that asks. */
export class CallbackRecovery extends QueueConsumer {
  /** For the function that finds out what may have been lost. */
  readonly target: Target;

  constructor(scope: Construct, id: string, props: CallbackRecoveryProps) {
    super(scope, id, {
      ...props,
      declaration: recoverCallbacks,
      // A page may take most of the function's time.
      batchSize: 1,
      // Never urgent, and it shares the table and the provider with sending.
      concurrency: 2,
      ownTargets: (queue) => ({ recoveries: recoveryTarget(queue) }),
      failureImpact:
        'Twilio could not be asked for news that callbacks should have brought: reports lag behind, and an opt-out may wait until the next time it is asked, 15 minutes later.',
    });
    this.target = recoveryTarget(this.queue);
  }
}

function recoveryTarget(queue: QueueConsumer['queue']): Target {
  return queueTarget(queue, 'RECOVERY_QUEUE_URL');
}
