import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  StartingPosition,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { FailureQueue } from './failure-queue.ts';
import { queueTarget } from './grants.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';
import type { TableAddress } from './table-address.ts';

export interface StreamConsumerProps extends FunctionContext {
  readonly table: TableAddress;
  /** The function itself sends the records it cannot handle to `failures`. */
  readonly declaration: FunctionDeclaration;
  /** The function gets the records that match one of up to five patterns. */
  readonly filters: readonly object[];
  /** 1 to 10,000 */
  readonly batchSize: number;
  /** How long Lambda collects records for a batch, 0 to 300. */
  readonly windowSeconds: number;
  /** A sentence: what is lost with a record that could not be handled. */
  readonly failureImpact: string;
  /** A sentence: what is late when the function is so many minutes behind, and what becomes of it. */
  readonly late: { readonly minutes: number; readonly failureImpact: string };
  readonly alarms: ITopic;
}

/** Reads the table's stream in order. A stream supports two readers; DynamoDB throttles a third. */
export class StreamConsumer extends Construct {
  /** Records that could not be handled, and Lambda's descriptions of batches that it discarded. */
  readonly failures: FailureQueue;
  readonly lambda: LambdaFunction;

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
      ...context
    }: StreamConsumerProps,
  ) {
    super(scope, id);

    this.failures = new FailureQueue(this, 'Failures', { holds: declaration.id, alarms, failureImpact });
    const { lambda } = new ServiceFunction(this, 'Reader', {
      ...context,
      declaration,
      targets: { ...context.targets, failures: queueTarget(this.failures, 'FAILURE_QUEUE_URL') },
      eventSource: [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [table.streamArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [`${table.tableArn}/stream/*`] }),
      ],
    });
    this.lambda = lambda;
    new EventSourceMapping(this, 'Records', {
      target: lambda,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filters.map((pattern) => FilterCriteria.filter({ ...pattern })),
      batchSize,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      // Parallel batches of a shard keep the order of each item only, not of each partition key.
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // Retried until this age. The stream keeps records for 24 h, so a discarded batch can still be read from it.
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
