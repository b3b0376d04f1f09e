/** What the stacks need to know of the table, whoever made it. */
export interface TableAddress {
  readonly tableName: string;
  readonly tableArn: string;
  readonly streamArn: string;
}

const STREAM = /^(arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/([\w.-]{3,255}))\/stream\/[\w:.-]+$/;

/** A table that was restored, which no stack has. @param streamArn as DynamoDB names its stream @throws Error for anything else */
export function restoredTable(streamArn: string): TableAddress {
  const [, tableArn, tableName] = STREAM.exec(streamArn) ?? [];
  if (!tableArn || !tableName)
    throw new Error(
      `restoredStreamArn is "${streamArn}": it must be the LatestStreamArn that aws dynamodb describe-table shows of the restored table.`,
    );
  return { tableName, tableArn, streamArn };
}
