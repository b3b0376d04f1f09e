import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

export const moveToDeadLetters = {
  id: 'chunk.bury',
  entry: 'functions/queue/move-to-dead-letters.ts',
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:PutItem', 'table:UpdateItem'],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export interface DeadLetterConsumerProps extends FunctionContext {
  readonly alarms: ITopic;
}

/**
 * The send queue's dead letters, and the function that stores each where a replay finds it. The queue is empty within
 * seconds, so the alarm counts the function's calls, not the queue's messages.
 */
export class DeadLetterConsumer extends QueueConsumer {
  constructor(scope: Construct, id: string, { alarms, ...context }: DeadLetterConsumerProps) {
    super(scope, id, {
      ...context,
      alarms,
      declaration: moveToDeadLetters,
      batchSize: 1,
      concurrency: 2,
      // A message may arrive with the five attempts of the send queue on its receive count.
      attempts: 10,
      failureImpact:
        'A chunk of up to 40 customers failed and could not be stored for a replay: they get no message until an operator redrives the queue.',
    });
    new FailureAlarm(this, 'Buried', {
      metric: this.lambda.metricInvocations({ period: Duration.minutes(1), statistic: 'Sum' }),
      alarms,
      failureImpact:
        'A chunk of up to 40 customers failed five times and its campaign was paused: they get no message until the campaign is replayed.',
    });
  }
}
