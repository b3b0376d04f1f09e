import { arn, type Permission } from '../service.ts';

type Input = Readonly<Record<string, unknown>>;
type TransactItem = Readonly<Record<string, Input>>;

const TRANSACT_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Delete: 'dynamodb:DeleteItem',
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
};

/** What a call needs: a batch its own action on each table, a transaction the action of each item on its table. */
export function dynamoDbPermissions(operation: string, input: Input): readonly Permission[] {
  const action = `dynamodb:${operation}`;
  if (operation.startsWith('Batch')) {
    return Object.keys(input['RequestItems'] ?? {}).map((table) => ({ action, resource: tableArn(table) }));
  }
  if (operation.startsWith('Transact')) {
    return ((input['TransactItems'] ?? []) as readonly TransactItem[]).flatMap((item) =>
      Object.entries(item).map(([kind, request]) => ({
        action: TRANSACT_ACTIONS[kind] ?? action,
        resource: tableArn(request['TableName']),
      })),
    );
  }
  return [{ action, resource: resourceOf(input) }];
}

function resourceOf({ StreamArn, ShardIterator, TableName, IndexName }: Input): string {
  if (typeof StreamArn === 'string') return StreamArn;
  if (typeof ShardIterator === 'string') return ShardIterator.split('|')[0]!;
  if (TableName === undefined) return '*';
  return IndexName === undefined ? tableArn(TableName) : `${tableArn(TableName)}/index/${String(IndexName)}`;
}

function tableArn(table: unknown): string {
  return arn('dynamodb', `table/${String(table)}`);
}
