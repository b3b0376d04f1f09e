import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

import { consumedUnits, failedWriteUnits, type Units } from '../../local/aws/services/dynamodb/capacity.ts';

export type Measure = (run: () => Promise<unknown>) => Promise<Units>;

interface Input {
  readonly Item?: Parameters<typeof failedWriteUnits>[0];
  readonly TransactItems?: readonly unknown[];
}

/**
 * Counts the capacity units that the client's calls consume, as DynamoDB itself tells them with each answer.
 * @returns runs something, alone, and tells what it consumed
 */
export function meter(client: DynamoDBClient): Measure {
  let sum: Units = { read: 0, write: 0 };
  const count = ({ read, write }: Units) => (sum = { read: sum.read + read, write: sum.write + write });

  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      try {
        const result = await next(args);
        const operation = (context.commandName ?? '').replace('Command', '');
        count(consumedUnits(operation, (result.output as { ConsumedCapacity?: never }).ConsumedCapacity));
        return result;
      } catch (error) {
        count({ read: 0, write: refusedUnits(args.input as Input, error) });
        throw error;
      }
    },
    // Where the input is what goes over the wire, whichever client made the call.
    { step: 'serialize', priority: 'high' },
  );

  return async (run) => {
    sum = { read: 0, write: 0 };
    await run();
    return sum;
  };
}

/** A refused condition costs what the write would have, and its answer does not say so. Items it does not show count as small. */
function refusedUnits({ Item, TransactItems = [] }: Input, error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) return failedWriteUnits(Item, error.Item as typeof Item);
  return error instanceof TransactionCanceledException ? 2 * TransactItems.length : 0;
}
