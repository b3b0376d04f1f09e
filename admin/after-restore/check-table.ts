import { DescribeTableCommand, type DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';

import { TABLE } from '../../shared/platform/table.ts';

/**
 * Whether a table can be made ready: it is whole, and no stream brings its changes anywhere.
 * @throws Error that says everything that is wrong, and what to do
 */
export async function checkTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
  const faults = [...streamFaults(Table, TableName), ...indexFaults(Table)];
  if (Table.TableStatus !== 'ACTIVE')
    faults.push(`The table is ${Table.TableStatus ?? 'not there'}: wait until it is ACTIVE.`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function streamFaults({ StreamSpecification }: TableDescription, name: string): string[] {
  if (!StreamSpecification?.StreamEnabled) return [];
  return [
    `The stream of ${name} is on. If functions read it, the table is in use, and its counters must not be made anew: nothing was changed. ` +
      'If it was restored and nothing reads it yet, turn the stream off, and on again after this command: ' +
      `aws dynamodb update-table --table-name ${name} --stream-specification StreamEnabled=false`,
  ];
}

/** A table can be restored without its indexes, and one of these can never be added. */
function indexFaults({ GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDescription): string[] {
  const found = new Set(
    [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].flatMap(({ IndexName }) => IndexName ?? []),
  );
  const wanted = [...TABLE.globalIndexes.map(({ name }) => name), TABLE.orderKeepingIndex.name];
  const missing = wanted.filter((name) => !found.has(name));
  return missing.length === 0 ? [] : [`It has no index ${missing.join(', ')}: restore it again, with all indexes.`];
}
