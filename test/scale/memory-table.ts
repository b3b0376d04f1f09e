import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

import type { Condition } from '../../shared/platform/expression.ts';
import type { Item, Page, Query, TableCommands, TransactWrite } from '../../shared/platform/table-commands.ts';
import type { Key } from '../../shared/platform/table.ts';
import { changedItem, storedItem } from './changed-item.ts';
import { conditionHolds } from './condition-holds.ts';
import { itemSize } from './item-size.ts';
import { partition, type Partition } from './partition.ts';
import { sortedRows, type Row, type Rows } from './sorted-rows.ts';

/** A page of a query is full at one megabyte. */
const PAGE_BYTES = 2 ** 20;
const INDEXES = ['gsi1', 'gsi2'] as const;

/** One item that was written: its images, and the bytes of both. */
export interface Written {
  readonly pk: string;
  readonly sk: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly bytes_before: number;
  readonly bytes_after: number;
  readonly inTransaction: boolean;
}

/** Bytes that were read of one partition key. */
export interface Read {
  readonly pk: string;
  readonly bytes: number;
  readonly consistent: boolean;
}

export interface MemoryTableTerms {
  readonly onWrite: (written: Written) => void;
  readonly onRead: (read: Read) => void;
  /** A condition failed; DynamoDB counts that as a write of the item that is there. */
  readonly onRefusal: (refused: { readonly pk: string; readonly bytes: number }) => void;
  /** An item that nobody has stored and that is there all the same: made of its key, since a million of them need no memory. */
  readonly made: (key: Key) => Item | undefined;
}

/** The least that DynamoDB counts of a key that it looks for and does not find. */
const OF_NOTHING = 1;

/**
 * The operations of the table as shared/platform/table-commands.ts has them, on items in memory: conditions, transactions and
 * queries by key, with DynamoDB's pages. It has no TTL, and never refuses for load: what it would have refused is counted.
 * Images are shared, never copied: nobody may change an item that was read.
 */
export function memoryTable({ onWrite, onRead, onRefusal, made }: MemoryTableTerms) {
  const partitions = new Map<string, Partition>();
  const indexes = { gsi1: new Map<string, Rows>(), gsi2: new Map<string, Rows>() };

  const partitionOf = (pk: string): Partition => {
    const known = partitions.get(pk);
    if (known) return known;
    const added = partition(pk);
    partitions.set(pk, added);
    return added;
  };

  function rowOf({ pk, sk }: Key): Row | undefined {
    const stored = partitions.get(pk)?.get(sk);
    if (stored) return stored;
    const item = made({ pk, sk });
    return item && { item, size: itemSize(item) };
  }

  /** An item's place in an index, by key and, where several have the same, by its own key. */
  function placeIn(index: 'gsi1' | 'gsi2', item: Item | undefined): Key | undefined {
    if (item?.[`${index}pk`] === undefined) return undefined;
    const sk = [item[`${index}sk`], item['pk'], item['sk']].join('\0');
    return { pk: String(item[`${index}pk`]), sk };
  }

  function reindex(row: Row, before: Item | undefined, after: Item | undefined): void {
    for (const index of INDEXES) {
      const [old, current] = [placeIn(index, before), placeIn(index, after)];
      if (old?.pk === current?.pk && old?.sk === current?.sk) continue;
      if (old) indexes[index].get(old.pk)?.remove(old.sk);
      if (!current) continue;
      const rows = indexes[index].get(current.pk) ?? sortedRows();
      indexes[index].set(current.pk, rows);
      rows.add(current.sk, row);
    }
  }

  function write(key: Key, after: Item | undefined, inTransaction: boolean): void {
    const own = partitionOf(key.pk);
    const row = own.get(key.sk);
    const known = row ?? rowOf(key);
    const [before, bytes_before] = [known?.item, known?.size ?? 0];
    const bytes_after = after ? itemSize(after) : 0;
    own.bytes += bytes_after - (row?.size ?? 0);
    const current = row ?? { item: {}, size: 0 };
    if (after) {
      after['pk'] = own.pk;
      current.item = after;
      current.size = bytes_after;
      if (!row) own.add(key.sk, current);
    } else own.remove(key.sk);
    reindex(current, before, after);
    onWrite({ pk: own.pk, sk: key.sk, before, after, bytes_before, bytes_after, inTransaction });
  }

  function check(key: Key, where: Condition | undefined): Item | undefined {
    const row = rowOf(key);
    const found = row?.item;
    if (conditionHolds(where, found)) return found;
    onRefusal({ pk: key.pk, bytes: row?.size ?? OF_NOTHING });
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      ...(found && { Item: marshall(found, { removeUndefinedValues: true }) }),
    });
  }

  const read = (pk: string, bytes: number, consistent: boolean) =>
    onRead({ pk, bytes: Math.max(bytes, OF_NOTHING), consistent });

  const keyOfPut = (item: Item): Key => ({ pk: String(item['pk']), sk: String(item['sk']) });
  const keyOfWrite = (write: TransactWrite): Key => {
    if ('check' in write) return write.check;
    if ('remove' in write) return write.remove;
    return 'change' in write ? write.key : keyOfPut(write.put);
  };

  function query({
    pk,
    index,
    prefix,
    between,
    newestFirst,
    limit = Infinity,
    after,
    consistent,
    fields,
  }: Query): Page {
    const own = index ? indexes[index].get(pk) : partitions.get(pk)?.rowsOf(prefix ?? kindWithin(between));
    const items: Item[] = [];
    let bytes = 0;
    let last: Item | undefined;
    const sortOf = (item: Item) => String(item[index ? `${index}sk` : 'sk']);
    const placeOf = (item: Item) =>
      index ? `${sortOf(item)}\0${String(item['pk'])}\0${String(item['sk'])}` : sortOf(item);
    const [from, to] = between ?? [prefix ?? '', prefix === undefined ? undefined : `${prefix}\uffff`];
    const end = between && index ? `${to}\0\uffff` : to;
    if (own) {
      const { keys, at } = own.keysFrom(from);
      const isWithin = (place: string) => end === undefined || place <= end;
      const behind = after && placeOf(after);
      let places: Iterable<string>;
      if (newestFirst) {
        let high = end === undefined ? keys.length : own.keysFrom(end).at;
        while (high < keys.length && isWithin(keys[high]!)) high += 1;
        if (behind !== undefined) high = Math.min(high, own.keysFrom(behind).at);
        places = backwards(keys, at, high);
      } else {
        let low = at;
        if (behind !== undefined) low = Math.max(low, own.keysFrom(behind).at);
        if (keys[low] === behind && behind !== undefined) low += 1;
        places = forwards(keys, low);
      }
      for (const place of places) {
        if (!isWithin(place)) break;
        const row = own.get(place)!;
        items.push(fields ? Object.fromEntries(fields.map((name) => [name, row.item[name]])) : row.item);
        bytes += row.size;
        if (items.length < limit && bytes < PAGE_BYTES) continue;
        const { pk, sk, [`${index}pk`]: indexPk, [`${index}sk`]: indexSk } = row.item;
        last = { pk, sk, ...(index && { [`${index}pk`]: indexPk, [`${index}sk`]: indexSk }) };
        break;
      }
    }
    read(pk, bytes, consistent ?? false);
    return { items, last };
  }

  const commands: TableCommands = {
    async get(key, { consistent }) {
      const row = rowOf(key);
      read(key.pk, row?.size ?? 0, consistent);
      return row?.item;
    },
    async getSome(keys) {
      const rows = keys.map(rowOf);
      rows.forEach((row, place) => read(keys[place]!.pk, row?.size ?? 0, true));
      return { items: rows.flatMap((row) => (row ? [row.item] : [])), unread: [] };
    },
    async put(item, where) {
      const key = keyOfPut(item);
      check(key, where);
      write(key, storedItem(item), false);
    },
    async update(key, change, where) {
      await commands.updateAndRead(key, change, where);
    },
    async updateAndRead(key, change, where) {
      const found = check(key, where);
      const after = changedItem(found ?? { ...key }, change);
      write(key, after, false);
      return after;
    },
    async remove(key, where) {
      const found = check(key, where);
      if (found) write(key, undefined, false);
    },
    async transact(writes) {
      const keys = writes.map(keyOfWrite);
      const holds = writes.map((write, place) => conditionHolds(write.where, rowOf(keys[place]!)?.item));
      if (holds.includes(false))
        throw new TransactionCanceledException({
          message: 'Transaction cancelled',
          $metadata: {},
          CancellationReasons: holds.map((held) => ({ Code: held ? 'None' : 'ConditionalCheckFailed' })),
        });
      for (const [place, one] of writes.entries()) {
        const key = keys[place]!;
        if ('put' in one) write(key, storedItem(one.put), true);
        else if ('change' in one) write(key, changedItem(rowOf(key)?.item ?? { ...key }, one.change), true);
        else if ('remove' in one) write(key, undefined, true);
      }
    },
    query: async (asked) => query(asked),
  };

  return {
    commands,
    /** Stores an item that was there before anything began: nobody is told. */
    seed(item: Item): void {
      const { pk, sk } = keyOfPut(item);
      const own = partitionOf(pk);
      item['pk'] = own.pk;
      const size = itemSize(item);
      own.bytes += size;
      own.add(sk, { item, size });
    },
    /** The partition keys and the bytes of their items. */
    *collections(): Generator<{ readonly pk: string; readonly bytes: number }> {
      yield* partitions.values();
    },
  };
}

export type MemoryTable = ReturnType<typeof memoryTable>;

/** The kind of all keys between two, where it is one. */
function kindWithin(between: readonly [string, string] | undefined): string | undefined {
  const [from = '', to = ''] = between ?? [];
  const kind = from.slice(0, from.indexOf('#') + 1);
  return kind !== '' && to.startsWith(kind) ? kind : undefined;
}

function* forwards(keys: readonly string[], from: number): Generator<string> {
  for (let at = from; at < keys.length; at++) yield keys[at]!;
}

function* backwards(keys: readonly string[], from: number, below: number): Generator<string> {
  for (let at = below - 1; at >= from; at--) yield keys[at]!;
}
