import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

import {
  condition,
  projection,
  requiredCondition,
  updateExpression,
  type Change,
  type Condition,
} from './expression.ts';
import type { TableRequests } from './table-requests.ts';
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

type Attributes = Record<string, AttributeValue>;

/** As DynamoDB takes it; undefined values are left out. */
function attributes(item: Readonly<Item>): Attributes {
  return marshall(item, { removeUndefinedValues: true });
}

function keyAttributes({ pk, sk }: Key): Attributes {
  return attributes({ pk, sk });
}

interface Expression {
  readonly ExpressionAttributeValues?: Readonly<Item>;
}

/** Expressions with their values as DynamoDB takes them. */
function withAttributes<Given extends Expression>({ ExpressionAttributeValues: values, ...rest }: Given) {
  return { ...rest, ...(values && { ExpressionAttributeValues: attributes(values) }) };
}

/** The operations on the table, each one request with plain objects; every refusal is DynamoDB's, by its name. */
export function tableCommands(TableName: string, request: TableRequests) {
  const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';

  function putInput(item: Item, where: Condition | undefined) {
    return { TableName, Item: attributes(item), ...withAttributes(condition(where)) };
  }

  /** What is asked of the item that has the key. */
  function keyInput<Given extends Expression>(key: Key, expression: Given) {
    return { TableName, Key: keyAttributes(key), ...withAttributes(expression) };
  }

  function writeInput(write: TransactWrite): TransactWriteItem {
    if ('put' in write) return { Put: putInput(write.put, write.where) };
    if ('check' in write) return { ConditionCheck: keyInput(write.check, requiredCondition(write.where)) };
    if ('remove' in write) return { Delete: keyInput(write.remove, condition(write.where)) };
    return { Update: keyInput(write.key, updateExpression(write.change, write.where)) };
  }

  return {
    async get(key: Key, options: { consistent: boolean }): Promise<Item | undefined> {
      const Key = keyAttributes(key);
      const { Item } = await request('GetItem', { TableName, Key, ConsistentRead: options.consistent });
      return Item && unmarshall(Item);
    },

    /** Up to 100 items, in no particular order; those that DynamoDB did not come to are `unread`. */
    async getSome(keys: readonly Key[]): Promise<{ readonly items: readonly Item[]; readonly unread: readonly Key[] }> {
      const Keys = keys.map(keyAttributes);
      const answer = await request('BatchGetItem', { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } });
      const items = (answer.Responses?.[TableName] ?? []).map((item) => unmarshall(item));
      const unread = (answer.UnprocessedKeys?.[TableName]?.Keys ?? []).map((key) => unmarshall(key) as Key);
      return { items, unread };
    },

    async put(item: Item, where?: Condition): Promise<void> {
      await request('PutItem', { ...putInput(item, where), ReturnValuesOnConditionCheckFailure });
    },

    async update(key: Key, change: Change, where?: Condition): Promise<void> {
      const input = keyInput(key, updateExpression(change, where));
      await request('UpdateItem', { ...input, ReturnValuesOnConditionCheckFailure });
    },

    /** @returns the whole item after the update */
    async updateAndRead(key: Key, change: Change, where?: Condition): Promise<Item> {
      const ReturnValues = 'ALL_NEW';
      const input = keyInput(key, updateExpression(change, where));
      const { Attributes = {} } = await request('UpdateItem', {
        ...input,
        ReturnValues,
        ReturnValuesOnConditionCheckFailure,
      });
      return unmarshall(Attributes);
    },

    async remove(key: Key, where?: Condition): Promise<void> {
      const input = keyInput(key, condition(where));
      await request('DeleteItem', { ...input, ReturnValuesOnConditionCheckFailure });
    },

    /** @param token the same for all requests of one transaction, so that it takes effect once */
    async transact(writes: readonly TransactWrite[], token: string): Promise<void> {
      const TransactItems = writes.map(writeInput);
      await request('TransactWriteItems', { TransactItems, ClientRequestToken: token });
    },

    async query(query: Query): Promise<Page> {
      const keys = query.index ? { pk: `${query.index}pk`, sk: `${query.index}sk` } : { pk: 'pk', sk: 'sk' };
      const { prefix, between } = query;
      const bounds = between ? { ':from': between[0], ':to': between[1] } : prefix ? { ':prefix': prefix } : undefined;
      const sortKey = between ? ' AND #sk BETWEEN :from AND :to' : prefix ? ' AND begins_with(#sk, :prefix)' : '';
      const projected = query.fields && projection(query.fields);
      const { Items = [], LastEvaluatedKey: last } = await request('Query', {
        TableName,
        IndexName: query.index,
        KeyConditionExpression: `#pk = :pk${sortKey}`,
        ExpressionAttributeNames: { '#pk': keys.pk, ...(bounds && { '#sk': keys.sk }), ...projected?.names },
        ProjectionExpression: projected?.expression,
        ExpressionAttributeValues: attributes({ ':pk': query.pk, ...bounds }),
        ScanIndexForward: !query.newestFirst,
        Limit: query.limit,
        ExclusiveStartKey: query.after && attributes(query.after),
        ConsistentRead: query.consistent,
      });
      return { items: Items.map((item) => unmarshall(item)), last: last && unmarshall(last) };
    },
  };
}
