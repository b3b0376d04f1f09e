import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

import type { Item, Table } from '../../shared/platform/table-client.ts';
import { installedTable } from '../../admin/sdk-table.ts';
import type { Served } from './served.ts';

/** The table itself, past the API: for what no route shows, and for states that take long to come about. */
export function tableOf({ installation }: Served): Table {
  return installedTable(installation);
}

/**
 * Every row that belongs to a tenant, in the order of their keys, but those that change by themselves: its rollups, which follow with
 * a delay, the count of its requests, and the lists that the sweeper goes through and changes each minute.
 */
export async function rowsOf({ installation }: Served, tenant: string): Promise<Item[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(installation.access));
  const rows: Item[] = [];
  const own = {
    TableName: installation.tableName,
    FilterExpression:
      '(tenant_id = :tenant OR begins_with(pk, :prefix)) AND NOT begins_with(sk, :rollup) AND sk <> :quotas ' +
      'AND pk <> :active AND pk <> :watches',
    ExpressionAttributeValues: {
      ':tenant': tenant,
      ':prefix': `TENANT#${tenant}`,
      ':rollup': 'ROLLUP#',
      ':quotas': 'QUOTAS',
      ':active': 'ACTIVE',
      ':watches': 'CALLBACK_WATCHES',
    },
  };
  for await (const page of paginateScan({ client }, own)) rows.push(...(page.Items ?? []));
  return rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The rows that say what a tenant is and has, without those of who changed it. */
export function withoutAudit(rows: readonly Item[]): Item[] {
  return rows.filter(({ sk }) => !String(sk).startsWith('AUDIT#'));
}

function keyOf({ pk, sk }: Item): string {
  return `${pk} ${sk}`;
}
