import { randomUUID } from 'node:crypto';

import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

import { patiently, untilWon, type LOST, type Tell, type Waiting } from './backoff.ts';
import type { Change, Condition } from './expression.ts';
import { inBatches } from './in-batches.ts';
import { log } from './log.ts';
import { pagesOf } from './page.ts';
import { sideBySide } from './side-by-side.ts';
import { systemWaiting } from './system-clock.ts';
import {
  tableCommands,
  type Item,
  type Page,
  type Query,
  type TableCommands,
  type TransactWrite,
} from './table-commands.ts';
import type { TableRequests } from './table-requests.ts';
import type { Key } from './table.ts';
import { PartlyRefused, refusalOf } from './throttle.ts';

export type { Item, Page, Query, TransactWrite };

/** The result of a conditional write; `found` is the existing item that failed its condition, read in the same operation. */
export type WriteResult<Answer = void> =
  { readonly done: true; readonly item: Answer } | { readonly done: false; readonly found: Item | undefined };

export type Table = ReturnType<typeof patientTable>;

/** DynamoDB's limit for one batch read, and how many of them are waited for at once. */
const BATCH = 100;
const BATCHES_AT_ONCE = 4;

/** The table of the name. */
export function tableClient(TableName: string, request: TableRequests): Table {
  return patientTable(tableCommands(TableName, request), systemWaiting, (count) => log('storage.throttled', { count }));
}

/**
 * The operations on the table. A write is won, lost or throttled: a failed condition is a result, not an exception; a
 * throttle, or a transaction of somebody else that holds the item, is waited for.
 * @param tell is told of every throttle
 * @throws HeraldError 503 by every operation, when the table stays too busy
 */
export function patientTable(commands: TableCommands, waiting: Waiting, tell?: Tell) {
  async function conditional<Answer>(write: () => Promise<Answer>): Promise<WriteResult<Answer>> {
    try {
      return { done: true, item: await patiently(write, waiting, tell) };
    } catch (error) {
      if (refusalOf(error) !== 'lost') throw error;
      const { Item: found } = error as ConditionalCheckFailedException;
      return { done: false, found: found && unmarshall(found) };
    }
  }

  async function getBatch(keys: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    let pending = keys;
    // An answer leaves keys out when DynamoDB is busy, and when it is full, at 16 MB.
    await patiently(
      async () => {
        const answer = await commands.getSome(pending);
        items.push(...answer.items);
        pending = answer.unread;
        if (pending.length > 0) throw new PartlyRefused();
      },
      waiting,
      tell,
    );
    return items;
  }

  return {
    async get(key: Key, options: { consistent: boolean } = { consistent: true }): Promise<Item | undefined> {
      return patiently(() => commands.get(key, options), waiting, tell);
    },

    /** Any number of items, in no particular order; absent keys are left out. */
    async getAll(keys: readonly Key[]): Promise<Item[]> {
      return (await sideBySide(inBatches(keys, BATCH), BATCHES_AT_ONCE, getBatch)).flat();
    },

    async put(item: Item, where?: Condition): Promise<WriteResult> {
      return conditional(() => commands.put(item, where));
    },

    async update(key: Key, change: Change, where?: Condition): Promise<WriteResult> {
      return conditional(() => commands.update(key, change, where));
    },

    /** The same with the whole item after it, for who needs that: it is many times what the answer is without. */
    async updateAndRead(key: Key, change: Change, where?: Condition): Promise<WriteResult<Item>> {
      return conditional(() => commands.updateAndRead(key, change, where));
    },

    async remove(key: Key, where?: Condition): Promise<WriteResult> {
      return conditional(() => commands.remove(key, where));
    },

    /** At most 100 writes, all or none. @returns false when a condition failed, and for no other reason */
    async transact(writes: readonly TransactWrite[]): Promise<boolean> {
      const token = randomUUID();
      return (await conditional(() => commands.transact(writes, token))).done;
    },

    async query(query: Query): Promise<Page> {
      return patiently(() => commands.query(query), waiting, tell);
    },

    /** Every item of a query, page after page. */
    async *all(query: Query): AsyncGenerator<Item> {
      const pages = pagesOf<Page>((after) => this.query({ ...query, ...(after && { after }) }), query.after);
      for await (const page of pages) yield* page.items;
    },

    /** The first `count` items of a query, over as many pages as they take: a page ends at 1 MB, however many are asked for. */
    async first(query: Query, count: number): Promise<Item[]> {
      const found: Item[] = [];
      for await (const item of this.all({ limit: count, ...query })) {
        found.push(item);
        if (found.length === count) break;
      }
      return found;
    },

    /** How many items a query has, at most `max`. */
    async count(query: Query, max: number): Promise<number> {
      return (await this.first({ ...query, fields: ['sk'] }, max)).length;
    },

    /** Repeats a read and the write that depends on it, while `attempt` answers LOST. @throws HeraldError 503 in the end */
    async untilWon<Result>(attempt: () => Promise<Result | typeof LOST>): Promise<Result> {
      return untilWon(attempt, waiting.pause);
    },
  };
}
