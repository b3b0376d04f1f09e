import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import { CHECKPOINT } from '../../shared/analytics/checkpoint.ts';
import type { FunctionDeclaration } from '../function-declaration.ts';
import type { FunctionContext } from './service-function.ts';
import { StreamConsumer } from './stream-consumer.ts';
import type { TableAddress } from './table-address.ts';

export const foldRollup: FunctionDeclaration = {
  id: 'rollup.fold',
  entry: 'functions/stream/fold-rollup.ts',
  grants: ['table:UpdateItem', 'failures:SendMessage'],
  timeout: 60,
  memory: 1_024,
};

export interface AnalyticsRollupProps extends FunctionContext {
  readonly table: TableAddress;
  readonly windowSeconds: number;
  readonly alarms: ITopic;
}

/** Folds the table's stream into the rows that reports read. It counts exactly because each partition key arrives in order. */
export class AnalyticsRollup extends StreamConsumer {
  constructor(scope: Construct, id: string, props: AnalyticsRollupProps) {
    super(scope, id, {
      ...props,
      declaration: foldRollup,
      filters: [
        ...['MESSAGE#', 'INTERACTION#'].map((kind) => FilterRule.beginsWith(kind)),
        // Tells an operator's recount how far the counters are.
        FilterRule.isEqual(CHECKPOINT),
      ].map((rule) => ({ dynamodb: { Keys: { sk: { S: rule } } } })),
      // 2,000 records, each with two images of under 1 KB, reach Lambda's payload limit of 6 MB; Lambda splits larger batches.
      batchSize: 2_000,
      failureImpact:
        'Some records could not be counted: the reports of their campaigns are wrong until an operator recounts them.',
      late: {
        minutes: 10,
        failureImpact:
          'Reports are more than ten minutes behind; after twelve hours they are wrong until an operator recounts them.',
      },
    });
  }
}
