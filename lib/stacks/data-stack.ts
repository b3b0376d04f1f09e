import { Stack, type RemovalPolicy, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { AppTable } from '../constructs/app-table.ts';
import { FilesBucket } from '../constructs/files-bucket.ts';
import { exportValues } from './exports.ts';

export interface DataStackProps extends StackProps {
  readonly deletionProtection: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** The data, in a stack of its own so that daily deployments leave it alone. */
export class DataStack extends Stack {
  readonly table: AppTable;
  readonly files: FilesBucket;

  constructor(scope: Construct, id: string, { deletionProtection, removalPolicy, ...props }: DataStackProps) {
    super(scope, id, props);
    this.table = new AppTable(this, 'Table', { deletionProtection, removalPolicy });
    this.files = new FilesBucket(this, 'Files', { removalPolicy });
    const { table, files } = this;
    exportValues(this, [table.tableName, table.tableArn, table.streamArn, files.bucketName, files.bucketArn]);
  }
}
