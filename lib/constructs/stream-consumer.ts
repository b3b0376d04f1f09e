import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import type { AppTable } from './app-table.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { FailureQueue } from './failure-queue.ts';
import { queueTarget } from './grants.ts';
import { ServiceFunction, type FunctionSurroundings } from './service-function.ts';

export interface StreamConsumerProps extends FunctionSurroundings {
  readonly table: AppTable;
  /** What it cannot handle, it adds to `failures` itself. */
  readonly declaration: FunctionDeclaration;
  /** Which records it is called for: those that one of up to five patterns fits. */
  readonly filters: readonly object[];
  /** 1 to 10,000 */
  readonly batchSize: number;
  /** How long it gathers records, 0 to 300. */
  readonly windowSeconds: number;
  /** A sentence: what is lost with a record that was given up. */
  readonly failureImpact: string;
  /** A sentence: what is late, and what becomes of it, when it is minutes behind. */
  readonly late: { readonly minutes: number; readonly failureImpact: string };
  readonly alarms: ITopic;
}

/** A reader of the table's stream, in order. A stream bears two readers (DynamoDB's limit before it throttles). */
export class StreamConsumer extends Construct {
  /** Holds records that could not be handled, and Lambda's account of batches that it gave up. */
  readonly failures: FailureQueue;

  constructor(
    scope: Construct,
    id: string,
    {
      table,
      declaration,
      filters,
      batchSize,
      windowSeconds,
      failureImpact,
      late,
      alarms,
      ...surroundings
    }: StreamConsumerProps,
  ) {
    super(scope, id);

    this.failures = new FailureQueue(this, 'Failures', { alarms, failureImpact });
    const { lambda } = new ServiceFunction(this, 'Reader', {
      ...surroundings,
      declaration,
      targets: { ...surroundings.targets, failures: queueTarget(this.failures, 'FAILURE_QUEUE_URL') },
      eventSource: [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [table.streamArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [`${table.tableArn}/stream/*`] }),
      ],
    });
    new EventSourceMapping(this, 'Records', {
      target: lambda,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filters.map((one) => FilterCriteria.filter({ ...one })),
      batchSize,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      // With more than one batch of a shard at a time, order is kept for each item alone, not for each partition key.
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // Tried again without a limit but age, and given up while the stream, which forgets after 24 h, still has it.
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.failures),
    });

    new FailureAlarm(this, 'Late', {
      metric: lambda.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.minutes(late.minutes).toMilliseconds(),
      alarms,
      failureImpact: late.failureImpact,
    });
  }
}
