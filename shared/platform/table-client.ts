import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

import { condition, requiredCondition, updateExpression, type Change, type Condition } from './expression.ts';
import type { Key } from './table.ts';

export type Item = Record<string, unknown>;

/** The result of a conditional write; `found` is the existing item that failed its condition, read in the same operation. */
export type WriteResult =
  { readonly done: true; readonly item: Item } | { readonly done: false; readonly found: Item | undefined };

export interface Query {
  readonly pk: string;
  readonly index?: 'gsi1' | 'gsi2';
  readonly prefix?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly after?: Item;
  readonly consistent?: boolean;
}

export interface Page {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined after the last one. */
  readonly last: Item | undefined;
}

export type TransactWrite =
  | { readonly put: Item; readonly where?: Condition }
  | { readonly key: Key; readonly change: Change; readonly where?: Condition }
  | { readonly remove: Key; readonly where?: Condition }
  /** Writes nothing: the others are made only if this holds. */
  | { readonly check: Key; readonly where: Condition };

export type Table = ReturnType<typeof tableClient>;

/** Reasons for a cancelled transaction that may succeed later; others, such as an item that is too large, never will. */
const RETRYABLE = new Set([
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** One client for all stores of a function, so that they share connections. */
let environmentClient: DynamoDBClient | undefined;

/**
 * The operations on the table, with plain objects. A failed condition is a result here, not an exception.
 * @param client configured by the environment unless given
 */
export function tableClient(TableName: string, client = (environmentClient ??= new DynamoDBClient())) {
  // Without a logger, too, it would copy each request and answer for one.
  client.middlewareStack.remove('loggerMiddleware');
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

  async function conditional(write: () => Promise<{ Attributes?: Item | undefined }>): Promise<WriteResult> {
    try {
      return { done: true, item: (await write()).Attributes ?? {} };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { done: false, found: error.Item && unmarshall(error.Item) };
    }
  }

  return {
    async get(key: Key, options: { consistent: boolean } = { consistent: true }): Promise<Item | undefined> {
      return (await documents.send(new GetCommand({ TableName, Key: key, ConsistentRead: options.consistent }))).Item;
    },

    /** Up to 100 items, in no particular order; absent keys are left out. */
    async getAll(keys: readonly Key[]): Promise<Item[]> {
      const items: Item[] = [];
      let pending: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
      while (pending.length > 0) {
        const answer = await documents.send(
          new BatchGetCommand({ RequestItems: { [TableName]: { Keys: pending, ConsistentRead: true } } }),
        );
        items.push(...(answer.Responses?.[TableName] ?? []));
        pending = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
      }
      return items;
    },

    async put(item: Item, where?: Condition): Promise<WriteResult> {
      return conditional(() =>
        documents.send(
          new PutCommand({
            TableName,
            Item: item,
            ...condition(where),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
    },

    /** @returns the whole item after the update */
    async update(key: Key, change: Change, where?: Condition): Promise<WriteResult> {
      return conditional(() =>
        documents.send(
          new UpdateCommand({
            TableName,
            Key: key,
            ...updateExpression(change, where),
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
    },

    async remove(key: Key, where?: Condition): Promise<WriteResult> {
      return conditional(() =>
        documents.send(
          new DeleteCommand({
            TableName,
            Key: key,
            ...condition(where),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
    },

    /** At most 100 writes, all or none. @returns false when a condition failed or another write collided */
    async transact(writes: readonly TransactWrite[]): Promise<boolean> {
      const TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']> = writes.map((write) => {
        if ('put' in write) return { Put: { TableName, Item: write.put, ...condition(write.where) } };
        if ('check' in write)
          return { ConditionCheck: { TableName, Key: { ...write.check }, ...requiredCondition(write.where) } };
        if ('remove' in write) return { Delete: { TableName, Key: { ...write.remove }, ...condition(write.where) } };
        return { Update: { TableName, Key: write.key, ...updateExpression(write.change, write.where) } };
      });
      try {
        await documents.send(new TransactWriteCommand({ TransactItems }));
        return true;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
        if (codes.every((code) => RETRYABLE.has(code))) return false;
        throw error;
      }
    },

    async query(query: Query): Promise<Page> {
      const keys = query.index ? { pk: `${query.index}pk`, sk: `${query.index}sk` } : { pk: 'pk', sk: 'sk' };
      const answer = await documents.send(
        new QueryCommand({
          TableName,
          IndexName: query.index,
          KeyConditionExpression: `#pk = :pk${query.prefix ? ' AND begins_with(#sk, :prefix)' : ''}`,
          ExpressionAttributeNames: { '#pk': keys.pk, ...(query.prefix && { '#sk': keys.sk }) },
          ExpressionAttributeValues: { ':pk': query.pk, ...(query.prefix && { ':prefix': query.prefix }) },
          ScanIndexForward: !query.newestFirst,
          Limit: query.limit,
          ExclusiveStartKey: query.after,
          ConsistentRead: query.consistent,
        }),
      );
      return { items: answer.Items ?? [], last: answer.LastEvaluatedKey };
    },

    /** Every item of a query, page after page. */
    async *all(query: Query): AsyncGenerator<Item> {
      let after = query.after;
      do {
        const page: Page = await this.query({ ...query, ...(after && { after }) });
        yield* page.items;
        after = page.last;
      } while (after);
    },
  };
}
