import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { sideBySide } from '../../shared/platform/side-by-side.ts';
import type { Item, Table } from '../../shared/platform/table-client.ts';
import type { Key } from '../../shared/platform/table.ts';
import { kindOf, traceOf, type Trace } from './traces.ts';

/** How many rows are removed side by side. */
const AT_ONCE = 20;
/** Pages of a megabyte: more than any table has. */
const MAX_PAGES = 10_000_000;

export interface Counts {
  readonly read: number;
  /** Rows of the tenant that were found and removed, by kind. */
  readonly removed: Readonly<Record<string, number>>;
  /** Rows that name the tenant and were left, by kind: a person must look. */
  readonly unexpected: Readonly<Record<string, number>>;
}

export const NO_COUNTS: Counts = { read: 0, removed: {}, unexpected: {} };

export interface PassOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly table: Table;
  readonly tenant_id: string;
  /** Rows that stay for the time being. */
  isKept(key: Item): boolean;
  /** Where it begins, and what was counted until there. */
  readonly from?: { readonly after: Key; readonly counts: Counts } | undefined;
  /** Called after each page. */
  keep?(position: { readonly after: Key; readonly counts: Counts }): Promise<void>;
}

/**
 * Goes through the entire table once, whatever the keys are, and removes what a tenant has in it. There is no list of a tenant's
 * rows: most partitions are of one person, number, job or key each.
 */
export async function pass(options: PassOptions): Promise<Counts> {
  const { client, tableName, table, tenant_id, isKept, from, keep } = options;
  const documents = DynamoDBDocumentClient.from(client);
  let counts = from?.counts ?? NO_COUNTS;
  let after = from?.after;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        ...(after && { ExclusiveStartKey: { ...after } }),
      }),
    );
    const found = Items.flatMap((item) => {
      const trace = isKept(item) ? undefined : traceOf(tenant_id, item);
      return trace ? [{ item, trace }] : [];
    });
    await sideBySide(found, AT_ONCE, ({ item, trace }) => removeTrace(item, trace, table));
    const kinds = (unexpected: boolean) =>
      found.filter(({ trace }) => (trace.kind === 'unexpected') === unexpected).map(({ item }) => kindOf(item));
    counts = {
      read: counts.read + Items.length,
      removed: plus(counts.removed, kinds(false)),
      unexpected: plus(counts.unexpected, kinds(true)),
    };
    after = LastEvaluatedKey as Key | undefined;
    if (!after) return counts;
    await keep?.({ after, counts });
  }
  throw new Error(`The table has more than ${MAX_PAGES} pages.`);
}

async function removeTrace({ pk, sk }: Item, trace: Trace, table: Table): Promise<void> {
  const key = { pk: String(pk), sk: String(sk) };
  if (trace.kind === 'own') await table.remove(key);
  if (trace.kind !== 'shared') return;
  const written = await table.update(key, { removeFromSet: trace.sets }, { exists: true });
  // A person who is a member of no tenant any more: the row's key is a hash of the address.
  if (written.done && Object.keys(written.item).length === 2)
    await table.remove(key, { notExists: Object.keys(trace.sets) });
}

function plus(counts: Readonly<Record<string, number>>, kinds: readonly string[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...counts };
  for (const kind of kinds) sum[kind] = (sum[kind] ?? 0) + 1;
  return sum;
}

/** How many rows that are. */
export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
