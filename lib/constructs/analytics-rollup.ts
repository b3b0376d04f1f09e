import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
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

export const foldRollup: FunctionDeclaration = {
  id: 'rollup.fold',
  entry: 'functions/stream/fold-rollup.ts',
  grants: ['table:UpdateItem', 'failures:SendMessage'],
  timeout: 60,
  memory: 1_024,
};

export interface AnalyticsRollupProps extends FunctionSurroundings {
  readonly table: AppTable;
  readonly windowSeconds: number;
  readonly alarms: ITopic;
}

/** The table's stream, folded into the rows that reports are read from. */
export class AnalyticsRollup extends Construct {
  /** Holds records that could not be folded, and Lambda's account of batches that it gave up. */
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, { table, windowSeconds, alarms, ...surroundings }: AnalyticsRollupProps) {
    super(scope, id);

    this.failures = new FailureQueue(this, 'Failures', {
      alarms,
      failureImpact: "Records could not be folded: their campaigns' reports are wrong until they are recounted.",
    });
    const { lambda } = new ServiceFunction(this, 'Fold', {
      ...surroundings,
      declaration: foldRollup,
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
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('MESSAGE#') } } } })],
      // Two images of under 1 KB each come to 6 MB, the most that a function can be given; Lambda cuts what is over.
      batchSize: 2_000,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      // With more than one batch of a shard at a time, order is kept for each item alone, and the mark needs it for each
      // partition key.
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // Tried again without a limit but age, and given up while the stream, which forgets after 24 h, still has it.
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.failures),
    });

    new FailureAlarm(this, 'Late', {
      metric: lambda.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.minutes(10).toMilliseconds(),
      alarms,
      failureImpact: 'Reports are more than ten minutes behind; after twelve hours they are wrong until recounted.',
    });
  }
}
