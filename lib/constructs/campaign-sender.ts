import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureQueue } from './failure-queue.ts';
import { queueTarget } from './grants.ts';
import { ServiceFunction, type FunctionSurroundings } from './service-function.ts';

export const sendChunk: FunctionDeclaration = {
  id: 'chunk.send',
  entry: 'functions/queue/send-chunk.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:PutItem',
    'table:UpdateItem',
    'sends:SendMessage',
    'credentials:GetSecretValue',
  ],
};

export interface CampaignSenderProps extends FunctionSurroundings {
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The send queue, paced by its messages' delays, and the function that sends each chunk. */
export class CampaignSender extends Construct {
  readonly queue: Queue;

  constructor(
    scope: Construct,
    id: string,
    { timeoutSeconds, concurrency, alarms, ...surroundings }: CampaignSenderProps,
  ) {
    super(scope, id);

    const deadLetters = new FailureQueue(this, 'DeadLetters', {
      alarms,
      failureImpact:
        'A chunk of up to 40 customers was given up after five attempts: they get no message until it is replayed.',
    });
    this.queue = new Queue(this, 'Queue', {
      // Lambda asks for six times the function's timeout, so that a throttled batch is not delivered twice.
      visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
      retentionPeriod: Duration.days(4),
      encryption: QueueEncryption.SQS_MANAGED,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });

    const { lambda } = new ServiceFunction(this, 'SendChunk', {
      ...surroundings,
      declaration: { ...sendChunk, timeout: timeoutSeconds },
      targets: { ...surroundings.targets, sends: queueTarget(this.queue, 'SEND_QUEUE_URL') },
      eventSource: [
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [this.queue.queueArn],
        }),
      ],
    });
    new EventSourceMapping(this, 'Chunks', {
      target: lambda,
      eventSourceArn: this.queue.queueArn,
      // A chunk is spaced over about a second of its own: two in a batch would be sent one after the other, late.
      batchSize: 1,
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
  }
}
