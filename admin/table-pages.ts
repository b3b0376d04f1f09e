import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';

import type { Item } from '../shared/platform/table-client.ts';
import type { Key } from '../shared/platform/table.ts';

/** Pages of a megabyte, or of `Limit`: more than any table has. */
const MAX_PAGES = 10_000_000;

export interface TablePage {
  readonly items: Item[];
  /** The key behind which the next page begins; undefined of the last one. */
  readonly last: Key | undefined;
}

/**
 * The entire table, page after page, whatever the keys are. A page is done when the next one is asked for.
 * @param after the key behind which it begins @param what which items of a page are wanted; all, unless it is given
 * @throws Error when it does not end
 */
export async function* tablePages(
  client: DynamoDBClient,
  TableName: string,
  after: Key | undefined,
  what: Omit<ScanCommandInput, 'TableName' | 'ExclusiveStartKey' | 'ConsistentRead'> = {},
): AsyncGenerator<TablePage> {
  const documents = DynamoDBDocumentClient.from(client);
  let last = after;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({ ...what, TableName, ConsistentRead: true, ...(last && { ExclusiveStartKey: { ...last } }) }),
    );
    last = LastEvaluatedKey as Key | undefined;
    yield { items: Items, last };
    if (!last) return;
  }
  throw new Error(`The table has more than ${MAX_PAGES} pages.`);
}
