import {
  capacityLedger,
  consumedUnits,
  consumesCapacity,
  failedWriteUnits,
  type CapacityRow,
} from './dynamodb/capacity.ts';
import { dynamoDbPermissions } from './dynamodb/permissions.ts';
import { dynamoDbBackend } from './dynamodb/backend.ts';
import { heldItems } from './dynamodb/held-items.ts';
import { keyNamesOf } from './dynamodb/key-names.ts';
import { tableOperations } from './dynamodb/table-operations.ts';
import type { Attributes } from './dynamodb/item-size.ts';
import { ServiceError, type AwsService } from './service.ts';

type Input = Readonly<Record<string, unknown>>;

/** Calls an operation on streams. @returns the answer's JSON. @throws ServiceError */
export type StreamCalls = (operation: string, input: Input) => Promise<object>;

export interface DynamoDbService extends AwsService {
  /** Streams for pollers of this process, without a client and a connection in between. */
  readonly streams: StreamCalls;
  /** What has been consumed since the last reset, by caller and operation. */
  capacity(): readonly CapacityRow[];
  resetCapacity(): void;
  close(): void;
}

interface Failure {
  readonly __type: string;
  readonly message?: string;
  readonly Message?: string;
  Item?: Attributes;
  readonly CancellationReasons?: readonly { readonly Item?: Attributes }[];
}

export interface DynamoDbOptions {
  readonly endpoint: string;
  /** Takes what the backend answers when it fails itself, with a status of 500 or more. */
  readonly onServerError?: (error: Error) => void;
}

/**
 * DynamoDB and its streams, backed by the DynamoDB at `endpoint`: refuses writes of what a transaction holds, and counts the
 * capacity units that each caller consumes.
 */
export function dynamoDb({ endpoint, onServerError = () => undefined }: DynamoDbOptions): DynamoDbService {
  const backend = dynamoDbBackend(endpoint);
  const tables = tableOperations(backend);
  const ledger = capacityLedger();
  const items = heldItems(keyNamesOf(tables));

  function refused(answer: Failure, status: number): ServiceError {
    const error = failure(answer, status);
    if (status >= 500) onServerError(error);
    return error;
  }

  async function dataCall(operation: string, input: Input, caller: string): Promise<object> {
    const { body, status } = await backend.call(`DynamoDB_20120810.${operation}`, metered(input));
    const answer = JSON.parse(body.toString());
    if (status !== 200) {
      const write = failedUnits(operation, input, answer);
      if (write > 0) ledger.add(caller, operation, { read: 0, write });
      if (input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') delete answer.Item;
      throw refused(answer, status);
    }
    ledger.add(caller, operation, consumedUnits(operation, answer.ConsumedCapacity));
    if (!asksForCapacity(input)) delete answer.ConsumedCapacity;
    return answer;
  }

  async function tableCall(operation: string, input: Input): Promise<object> {
    const { answer, status } = await tables.call(operation, input);
    if (status !== 200) throw refused(answer as unknown as Failure, status);
    return answer;
  }

  return {
    name: 'dynamodb',
    permissions: dynamoDbPermissions,
    handle: (operation, input, caller = '') =>
      consumesCapacity(operation)
        ? items.whileHolding(operation, input, () => dataCall(operation, input, caller))
        : tableCall(operation, input),
    streams: tableCall,
    capacity: ledger.rows,
    resetCapacity: ledger.reset,
    close: backend.close,
  };
}

/** The call with a request for its cost added: for the old item, too, which a failed condition costs. */
function metered(input: Input): Input {
  return {
    ...input,
    ...(asksForCapacity(input) ? {} : { ReturnConsumedCapacity: 'TOTAL' }),
    ...('ConditionExpression' in input ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
  };
}

function asksForCapacity({ ReturnConsumedCapacity = 'NONE' }: Input): boolean {
  return ReturnConsumedCapacity !== 'NONE';
}

/** A cancelled transaction costs what it would have written; items that its answer does not show count as small. */
function failedUnits(operation: string, input: Input, { __type, Item, CancellationReasons }: Failure): number {
  if (__type.endsWith('#ConditionalCheckFailedException')) return failedWriteUnits(input['Item'] as Attributes, Item);
  if (operation !== 'TransactWriteItems' || !CancellationReasons) return 0;
  const writes = input['TransactItems'] as readonly { readonly Put?: { readonly Item: Attributes } }[];
  return writes.reduce(
    (sum, { Put }, index) => sum + 2 * failedWriteUnits(Put?.Item, CancellationReasons[index]?.Item),
    0,
  );
}

function failure({ __type, message, Message, ...extra }: Failure, status: number): ServiceError {
  return new ServiceError(__type.split('#').at(-1)!, message ?? Message ?? '', status, extra);
}
