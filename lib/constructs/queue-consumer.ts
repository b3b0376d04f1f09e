import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureQueue } from './failure-queue.ts';
import type { Targets } from './grants.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

export interface QueueConsumerProps extends FunctionContext {
  /** With a timeout, in seconds, from which the queue's visibility timeout follows. */
  readonly declaration: FunctionDeclaration & { readonly timeout: number };
  /** 1 to 10; 10 by default. */
  readonly batchSize?: number;
  /** How many batches are handled concurrently, 2 to 1,000; 2 in a small account. */
  readonly concurrency: number;
  /** The queue as a target, for a function that sends to its own queue. */
  readonly ownTargets?: (queue: Queue) => Targets;
  /** Variables of the function besides those of its grants. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How often a message is tried, 5 times by default. A message from another queue may arrive with that queue's count. */
  readonly attempts?: number;
  /** A sentence: what is lost with a message whose attempts all failed. */
  readonly failureImpact: string;
  /** For how long (seconds) somebody who takes a message from the queue of failed ones has it alone; 30 by default. */
  readonly deadLetterVisibility?: number;
  /** The queue of messages whose attempts all failed; one with an alarm by default. */
  readonly deadLetters?: (scope: Construct) => Queue;
  readonly alarms: ITopic;
}

/** The fewest that Lambda takes for a queue. */
const LEAST_CONCURRENCY = 2;
/**
 * How often a message of a small account may find no execution free. Lambda counts each time as received, and would give
 * messages up that no function has seen.
 */
const THROTTLED_RECEIVES = 100;

/** A queue, the function that handles its messages, and a queue with an alarm for messages it cannot handle. */
export class QueueConsumer extends Construct {
  /** The id of its function's declaration. */
  readonly consumes: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  protected readonly lambda: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    {
      declaration,
      batchSize = 10,
      concurrency,
      ownTargets,
      environment = {},
      attempts = 5,
      failureImpact,
      deadLetterVisibility,
      deadLetters = (scope) =>
        new FailureQueue(scope, 'DeadLetters', {
          ...{ holds: declaration.id, alarms, failureImpact },
          ...(deadLetterVisibility && { visibilityTimeout: Duration.seconds(deadLetterVisibility) }),
        }),
      alarms,
      ...context
    }: QueueConsumerProps,
  ) {
    super(scope, id);
    const small = context.accountConcurrency !== undefined;
    this.consumes = declaration.id;

    this.deadLetters = deadLetters(this);
    this.queue = new Queue(this, 'Queue', {
      // AWS recommends six times the function's timeout, so that a throttled batch is not delivered twice.
      visibilityTimeout: Duration.seconds(6 * declaration.timeout),
      retentionPeriod: Duration.days(4),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: small ? attempts + THROTTLED_RECEIVES : attempts },
    });

    const { lambda } = new ServiceFunction(this, 'Consumer', {
      ...context,
      declaration,
      environment,
      targets: { ...context.targets, ...ownTargets?.(this.queue) },
      eventSource: [
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [this.queue.queueArn],
        }),
      ],
    });
    this.lambda = lambda;
    new EventSourceMapping(this, 'Messages', {
      target: lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxConcurrency: small ? LEAST_CONCURRENCY : concurrency,
      reportBatchItemFailures: true,
    });
  }
}
