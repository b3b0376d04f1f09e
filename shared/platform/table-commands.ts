import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
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

import {
  condition,
  projection,
  requiredCondition,
  updateExpression,
  type Change,
  type Condition,
} from './expression.ts';
import type { Key } from './table.ts';

export type Item = Record<string, unknown>;

export interface Query {
  readonly pk: string;
  readonly index?: 'gsi1' | 'gsi2';
  readonly prefix?: string;
  /** The first and the last sort key that is read, in place of a prefix. */
  readonly between?: readonly [string, string];
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly after?: Item;
  readonly consistent?: boolean;
  /** The attributes that are read; all of them, unless it is given. It costs the same units and less time. */
  readonly fields?: readonly string[];
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

export type TableCommands = ReturnType<typeof tableCommands>;

/** The operations on the table, each one request with plain objects; every refusal is the SDK's exception. */
export function tableCommands(TableName: string, client: DynamoDBClient) {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';

  return {
    async get(key: Key, options: { consistent: boolean }): Promise<Item | undefined> {
      return (await documents.send(new GetCommand({ TableName, Key: key, ConsistentRead: options.consistent }))).Item;
    },

    /** Up to 100 items, in no particular order; those that DynamoDB did not come to are `unread`. */
    async getSome(keys: readonly Key[]): Promise<{ readonly items: readonly Item[]; readonly unread: readonly Key[] }> {
      const Keys = keys.map((key) => ({ ...key }));
      const answer = await documents.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      const unread = (answer.UnprocessedKeys?.[TableName]?.Keys ?? []) as unknown as readonly Key[];
      return { items: answer.Responses?.[TableName] ?? [], unread };
    },

    async put(item: Item, where?: Condition): Promise<Item> {
      await documents.send(
        new PutCommand({ TableName, Item: item, ...condition(where), ReturnValuesOnConditionCheckFailure }),
      );
      return {};
    },

    /** @returns the whole item after the update */
    async update(key: Key, change: Change, where?: Condition): Promise<Item> {
      const answer = await documents.send(
        new UpdateCommand({
          TableName,
          Key: key,
          ...updateExpression(change, where),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure,
        }),
      );
      return answer.Attributes ?? {};
    },

    async remove(key: Key, where?: Condition): Promise<Item> {
      await documents.send(
        new DeleteCommand({ TableName, Key: key, ...condition(where), ReturnValuesOnConditionCheckFailure }),
      );
      return {};
    },

    /** @param token the same for all requests of one transaction, so that it takes effect once */
    async transact(writes: readonly TransactWrite[], token: string): Promise<void> {
      const TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']> = writes.map((write) => {
        if ('put' in write) return { Put: { TableName, Item: write.put, ...condition(write.where) } };
        if ('check' in write)
          return { ConditionCheck: { TableName, Key: { ...write.check }, ...requiredCondition(write.where) } };
        if ('remove' in write) return { Delete: { TableName, Key: { ...write.remove }, ...condition(write.where) } };
        return { Update: { TableName, Key: write.key, ...updateExpression(write.change, write.where) } };
      });
      await documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }));
    },

    async query(query: Query): Promise<Page> {
      const keys = query.index ? { pk: `${query.index}pk`, sk: `${query.index}sk` } : { pk: 'pk', sk: 'sk' };
      const { prefix, between } = query;
      const bounds = between ? { ':from': between[0], ':to': between[1] } : prefix ? { ':prefix': prefix } : undefined;
      const sortKey = between ? ' AND #sk BETWEEN :from AND :to' : prefix ? ' AND begins_with(#sk, :prefix)' : '';
      const projected = query.fields && projection(query.fields);
      const answer = await documents.send(
        new QueryCommand({
          TableName,
          IndexName: query.index,
          KeyConditionExpression: `#pk = :pk${sortKey}`,
          ExpressionAttributeNames: { '#pk': keys.pk, ...(bounds && { '#sk': keys.sk }), ...projected?.names },
          ProjectionExpression: projected?.expression,
          ExpressionAttributeValues: { ':pk': query.pk, ...bounds },
          ScanIndexForward: !query.newestFirst,
          Limit: query.limit,
          ExclusiveStartKey: query.after,
          ConsistentRead: query.consistent,
        }),
      );
      return { items: answer.Items ?? [], last: answer.LastEvaluatedKey };
    },
  };
}
