import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

import { streamReader } from '../../local/aws/pollers/stream-reader.ts';
import { lambdaRecord } from '../../local/aws/pollers/stream-record.ts';
import type { TestHerald } from './herald.ts';

/** The table's stream from its beginning, as Lambda hands it over: the records whose partition key begins so. */
export async function streamOf({ installation, stack }: TestHerald, pk: string): Promise<DynamoDBRecord[]> {
  const { tableName: TableName, access } = installation;
  const { Table } = await new DynamoDBClient(access).send(new DescribeTableCommand({ TableName }));
  const streamArn = Table?.LatestStreamArn ?? '';
  const reader = streamReader(stack.dynamoDb.streams, streamArn, undefined);
  const records: DynamoDBRecord[] = [];
  for (let full = true; full;) {
    const page = await reader.read();
    records.push(...page.records.map(({ record }) => lambdaRecord(record, streamArn)));
    full = page.full;
  }
  return records.filter(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S?.startsWith(pk));
}

/** Hands records to the roll-up as its event source would. */
export async function fold({ stack }: TestHerald, Records: readonly DynamoDBRecord[]): Promise<void> {
  await stack.runtime.invoke(stack.functionArn('rollup.fold'), { Records });
}
