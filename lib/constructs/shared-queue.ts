import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { dispatchReply, fanOutEvent, followUpFailure } from './event-consumers.ts';
import { reconcileMessage } from './message-reconciliation.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

/** Those that wait for no customer's server: none keeps the others' messages waiting for long. */
const SHARING = [dispatchReply, fanOutEvent, followUpFailure, reconcileMessage] as const;

export const handleEvents = {
  id: 'events.handle',
  entry: 'functions/queue/handle-events.ts',
  grants: [...new Set(SHARING.flatMap(({ grants }) => grants)), 'own_queues:SendMessage'],
  // As long as most of them have; what is refused waits six times as long. A question to the provider that takes longer is asked again
  // by the queue of its own.
  timeout: 30,
} satisfies FunctionDeclaration;

export interface SharedQueueProps extends FunctionContext {
  /** Those of the functions that share it. */
  readonly consumers: readonly QueueConsumer[];
  readonly alarms: ITopic;
}

/**
 * One queue in place of several, for an account that may run few functions: two calls poll it, instead of two for each. What fails
 * goes on to its consumer's own queue. Every stage has it, and the setting only turns rules to it, so that nothing is deleted with
 * what waits in it.
 */
export class SharedQueue extends QueueConsumer {
  private readonly consumers: ReadonlySet<QueueConsumer>;

  constructor(scope: Construct, id: string, { consumers, targets, ...props }: SharedQueueProps) {
    const urls = Object.fromEntries(consumers.map(({ consumes, queue }) => [consumes, queue.queueUrl]));
    super(scope, id, {
      ...props,
      targets: {
        ...targets,
        own_queues: {
          service: 'sqs',
          arn: () => consumers.map(({ queue }) => queue.queueArn),
          environment: { OWN_QUEUES: Stack.of(scope).toJsonString(urls) },
        },
      },
      declaration: handleEvents,
      concurrency: 2,
      failureImpact:
        'Events failed, and could not be handed to the queues of their own: taps get no answer, webhooks no delivery, and failures no follow-up.',
    });
    this.consumers = new Set(consumers);
  }

  /** What a rule puts into it for one of the consumers, in place of the event; undefined for others. */
  inputFor(consumer: QueueConsumer): { readonly queue: Queue; readonly message: RuleTargetInput } | undefined {
    if (!this.consumers.has(consumer)) return undefined;
    const message = { consumer: consumer.consumes, event: EventField.fromPath('$.detail') };
    return { queue: this.queue, message: RuleTargetInput.fromObject(message) };
  }
}
