import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureQueue } from './failure-queue.ts';
import type { Targets } from './grants.ts';
import { ServiceFunction, type FunctionSurroundings } from './service-function.ts';

export interface QueueConsumerProps extends FunctionSurroundings {
  /** Its timeout, in seconds, must be given: the queue's visibility follows from it. */
  readonly declaration: FunctionDeclaration & { readonly timeout: number };
  /** 1 to 10; ten unless it says otherwise. */
  readonly batchSize?: number;
  /** How many batches are handled at a time, 2 to 1,000. */
  readonly concurrency: number;
  /** What the queue itself is to its function, where that adds to it. */
  readonly ownTargets?: (queue: Queue) => Targets;
  /** How often a message is tried, five times unless it says otherwise; one that was tried elsewhere may bring that count. */
  readonly attempts?: number;
  /** A sentence: what is lost with a message that was given up after so many attempts. */
  readonly failureImpact: string;
  /** Where messages go that were given up, unless it is a queue with an alarm. */
  readonly deadLetters?: (scope: Construct) => Queue;
  readonly alarms: ITopic;
}

/** A queue, the function that handles its messages, and the queue with an alarm for those that it cannot handle. */
export class QueueConsumer extends Construct {
  readonly queue: Queue;
  protected readonly lambda: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    {
      declaration,
      batchSize = 10,
      concurrency,
      ownTargets,
      attempts = 5,
      failureImpact,
      deadLetters = (scope) => new FailureQueue(scope, 'DeadLetters', { alarms, failureImpact }),
      alarms,
      ...surroundings
    }: QueueConsumerProps,
  ) {
    super(scope, id);

    this.queue = new Queue(this, 'Queue', {
      // Lambda asks for six times the function's timeout, so that a throttled batch is not delivered twice.
      visibilityTimeout: Duration.seconds(6 * declaration.timeout),
      retentionPeriod: Duration.days(4),
      encryption: QueueEncryption.SQS_MANAGED,
      deadLetterQueue: { queue: deadLetters(this), maxReceiveCount: attempts },
    });

    const { lambda } = new ServiceFunction(this, 'Consumer', {
      ...surroundings,
      declaration,
      targets: { ...surroundings.targets, ...ownTargets?.(this.queue) },
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
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
  }
}
