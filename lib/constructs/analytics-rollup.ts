import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import type { AppTable } from './app-table.ts';
import type { FunctionSurroundings } from './service-function.ts';
import { StreamConsumer } from './stream-consumer.ts';

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

/** The table's stream, folded into the rows that reports are read from: its mark rests on the order of each partition key. */
export class AnalyticsRollup extends StreamConsumer {
  constructor(scope: Construct, id: string, props: AnalyticsRollupProps) {
    super(scope, id, {
      ...props,
      declaration: foldRollup,
      filters: ['MESSAGE#', 'INTERACTION#'].map((kind) => ({
        dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(kind) } } },
      })),
      // Two images of under 1 KB each come to 6 MB, the most that a function can be given; Lambda cuts what is over.
      batchSize: 2_000,
      failureImpact: "Records could not be folded: their campaigns' reports are wrong until they are recounted.",
      late: {
        minutes: 10,
        failureImpact: 'Reports are more than ten minutes behind; after twelve hours they are wrong until recounted.',
      },
    });
  }
}
