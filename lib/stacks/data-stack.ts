import { Stack, type RemovalPolicy, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { AppTable } from '../constructs/app-table.ts';
import { exportValues } from './exports.ts';

export interface DataStackProps extends StackProps {
  readonly deletionProtection: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** The data, in a stack of its own so that daily deployments leave it alone. */
export class DataStack extends Stack {
  readonly table: AppTable;

  constructor(scope: Construct, id: string, { deletionProtection, removalPolicy, ...props }: DataStackProps) {
    super(scope, id, props);
    this.table = new AppTable(this, 'Table', { deletionProtection, removalPolicy });
    exportValues(this, [this.table.tableName, this.table.tableArn, this.table.streamArn]);
  }
}
