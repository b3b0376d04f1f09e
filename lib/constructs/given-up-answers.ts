import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

export const giveUpAnswer = {
  id: 'agent.give_up',
  entry: 'functions/queue/give-up-answer.ts',
  grants: ['table:GetItem', 'table:PutItem', 'table:UpdateItem'],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export interface GivenUpAnswersProps extends FunctionContext {
  /** The dead letters of the agents' queue. */
  readonly deadLetters: Queue;
  readonly alarms: ITopic;
}

/**
 * Marks each tap for an agent whose attempts all failed. A dead letter that cannot be marked stays, and its queue's alarm rings; one
 * that can is gone within seconds, so this alarm counts the function's calls.
 */
export class GivenUpAnswers extends Construct {
  /** Where the messages come from. */
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { deadLetters, alarms, ...context }: GivenUpAnswersProps) {
    super(scope, id);
    this.queue = deadLetters;
    const { lambda } = new ServiceFunction(this, 'Consumer', {
      ...context,
      declaration: giveUpAnswer,
      eventSource: [
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [deadLetters.queueArn],
        }),
      ],
    });
    new EventSourceMapping(this, 'Messages', {
      target: lambda,
      eventSourceArn: deadLetters.queueArn,
      batchSize: 10,
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
    new FailureAlarm(this, 'GivenUp', {
      metric: lambda.metricInvocations({ period: Duration.minutes(1), statistic: 'Sum' }),
      alarms,
      failureImpact:
        'A tap for an agent failed five times: the customer gets neither its answer nor the fallback, and the tap is marked as failed.',
    });
  }
}
