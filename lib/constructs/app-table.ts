import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type Attribute,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

import { TABLE } from '../../shared/platform/table.ts';

const string = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The table, created from the definition that tests and the local stack use too. */
export class AppTable extends Table {
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: Pick<TableProps, 'deletionProtection' | 'removalPolicy'>) {
    super(scope, id, {
      partitionKey: string(TABLE.partitionKey),
      sortKey: string(TABLE.sortKey),
      timeToLiveAttribute: TABLE.ttl,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // The key that DynamoDB owns: every request with a KMS key is charged.
      encryption: TableEncryption.DEFAULT,
      ...props,
    });
    this.streamArn = this.tableStreamArn as string;

    for (const { name, partitionKey, sortKey } of TABLE.globalIndexes) {
      this.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: string(partitionKey),
        sortKey: string(sortKey),
        projectionType: ProjectionType.ALL,
      });
    }

    // No item ever enters this index. With a local index, DynamoDB keeps each partition key in one stream shard lineage, in
    // order, which the exact roll-up depends on. A local index can only be created with its table.
    this.addLocalSecondaryIndex({
      indexName: TABLE.orderKeepingIndex.name,
      sortKey: string(TABLE.orderKeepingIndex.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
