import { itemSize, type Attributes } from './item-size.ts';

/** What one caller's calls of one operation consumed, in capacity units. */
export interface CapacityRow {
  readonly caller: string;
  readonly operation: string;
  readonly calls: number;
  readonly read_units: number;
  readonly write_units: number;
}

export interface CapacityLedger {
  add(caller: string, operation: string, units: Units): void;
  addRows(rows: readonly CapacityRow[]): void;
  rows(): readonly CapacityRow[];
  reset(): void;
}

export interface Units {
  readonly read: number;
  readonly write: number;
}

/** The `ConsumedCapacity` of an answer, for one table. */
interface Consumed {
  readonly CapacityUnits: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

/** The kind of units that each operation with ReturnConsumedCapacity consumes. */
const UNIT_KIND: Readonly<Record<string, keyof Units>> = {
  BatchGetItem: 'read',
  GetItem: 'read',
  Query: 'read',
  Scan: 'read',
  TransactGetItems: 'read',
  BatchWriteItem: 'write',
  DeleteItem: 'write',
  PutItem: 'write',
  TransactWriteItems: 'write',
  UpdateItem: 'write',
};

export function consumesCapacity(operation: string): boolean {
  return operation in UNIT_KIND;
}

export function capacityLedger(): CapacityLedger {
  const rows = new Map<string, CapacityRow>();

  function addRow({ caller, operation, calls, read_units, write_units }: CapacityRow): void {
    const key = `${caller} ${operation}`;
    const row = rows.get(key);
    rows.set(key, {
      caller,
      operation,
      calls: (row?.calls ?? 0) + calls,
      read_units: (row?.read_units ?? 0) + read_units,
      write_units: (row?.write_units ?? 0) + write_units,
    });
  }

  return {
    add: (caller, operation, { read, write }) =>
      addRow({ caller, operation, calls: 1, read_units: read, write_units: write }),
    addRows: (more) => more.forEach(addRow),
    rows: () => [...rows.values()],
    reset: () => rows.clear(),
  };
}

/** The units of an answer, for one table or several. A transaction repeated with its token consumes reads, as it answers. */
export function consumedUnits(operation: string, consumed: Consumed | readonly Consumed[] = []): Units {
  const sum = { read: 0, write: 0 };
  for (const entry of [consumed].flat() as readonly Consumed[]) {
    if (entry.ReadCapacityUnits === undefined && entry.WriteCapacityUnits === undefined) {
      sum[UNIT_KIND[operation]!] += entry.CapacityUnits;
    }
    sum.read += entry.ReadCapacityUnits ?? 0;
    sum.write += entry.WriteCapacityUnits ?? 0;
  }
  return sum;
}

/** A write whose condition failed costs as much as the larger of the old and the new item; its answer does not tell. */
export function failedWriteUnits(newItem: Attributes = {}, oldItem: Attributes = {}): number {
  return Math.max(1, Math.ceil(Math.max(itemSize(newItem), itemSize(oldItem)) / 1024));
}
