import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionSurroundings } from './service-function.ts';

export const buryChunk = {
  id: 'chunk.bury',
  entry: 'functions/queue/move-to-dead-letters.ts',
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:PutItem', 'table:UpdateItem'],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export interface ChunkBurialProps extends FunctionSurroundings {
  readonly alarms: ITopic;
}

/**
 * The send queue's dead letters, and the function that puts each where a replay finds it. It empties the queue within
 * seconds, so the alarm counts its calls and not the queue's messages.
 */
export class ChunkBurial extends QueueConsumer {
  constructor(scope: Construct, id: string, { alarms, ...surroundings }: ChunkBurialProps) {
    super(scope, id, {
      ...surroundings,
      alarms,
      declaration: buryChunk,
      batchSize: 1,
      concurrency: 2,
      // A message may bring along the count of the five tries that its own queue gave it.
      attempts: 10,
      failureImpact:
        'A chunk of up to 40 customers was given up and could not be kept for a replay: they get no message until it is sent back to its queue.',
    });
    new FailureAlarm(this, 'Buried', {
      metric: this.lambda.metricInvocations({ period: Duration.minutes(1), statistic: 'Sum' }),
      alarms,
      failureImpact:
        'A chunk of up to 40 customers was given up after five attempts and its campaign paused: they get no message until it is replayed.',
    });
  }
}
