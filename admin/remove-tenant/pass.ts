import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { sideBySide } from '../../shared/platform/side-by-side.ts';
import type { Item, Table } from '../../shared/platform/table-client.ts';
import type { Key } from '../../shared/platform/table.ts';
import { tablePages } from '../table-pages.ts';
import { kindOf, traceOf, type Trace } from './traces.ts';

/** How many rows are removed side by side. */
const AT_ONCE = 20;

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
  let counts = from?.counts ?? NO_COUNTS;
  for await (const { items, last } of tablePages(client, tableName, from?.after)) {
    const found = items.flatMap((item) => {
      const trace = isKept(item) ? undefined : traceOf(tenant_id, item);
      return trace ? [{ item, trace }] : [];
    });
    await sideBySide(found, AT_ONCE, ({ item, trace }) => removeTrace(item, trace, table));
    const kinds = (unexpected: boolean) =>
      found.filter(({ trace }) => (trace.kind === 'unexpected') === unexpected).map(({ item }) => kindOf(item));
    counts = {
      read: counts.read + items.length,
      removed: plus(counts.removed, kinds(false)),
      unexpected: plus(counts.unexpected, kinds(true)),
    };
    if (last) await keep?.({ after: last, counts });
  }
  return counts;
}

async function removeTrace({ pk, sk }: Item, trace: Trace, table: Table): Promise<void> {
  const key = { pk: String(pk), sk: String(sk) };
  if (trace.kind === 'own') await table.remove(key);
  if (trace.kind !== 'shared') return;
  const written = await table.updateAndRead(key, { removeFromSet: trace.sets }, { exists: true });
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
