import { dynamoDbBackend } from './dynamodb/backend.ts';
import { capacityLedger, consumesCapacity, type CapacityRow } from './dynamodb/capacity.ts';
import { dataCalls, refused } from './dynamodb/data-calls.ts';
import { createDetour, type Detour } from './dynamodb/detour.ts';
import { heldItems } from './dynamodb/held-items.ts';
import { keyNamesOf } from './dynamodb/key-names.ts';
import { dynamoDbPermissions } from './dynamodb/permissions.ts';
import { tableOperations } from './dynamodb/table-operations.ts';
import type { AwsService } from './service.ts';

type Input = Readonly<Record<string, unknown>>;

/** Calls an operation on streams. @returns the answer's JSON. @throws ServiceError */
export type StreamCalls = (operation: string, input: Input) => Promise<object>;

export interface DynamoDbService extends AwsService {
  /** Streams for pollers of this process, without a client and a connection in between. */
  readonly streams: StreamCalls;
  /** What has been consumed since the last reset, by caller and operation. What a function consumed is told with its result at the latest. */
  capacity(): readonly CapacityRow[];
  /** Adds what callers consumed of the same DynamoDB elsewhere. */
  addCapacity(rows: readonly CapacityRow[]): void;
  resetCapacity(): void;
  close(): void;
}

export interface DynamoDbOptions {
  readonly endpoint: string;
  /** Takes what the backend answers when it fails itself, with a status of 500 or more. */
  readonly onServerError?: (error: Error) => void;
  /** Begun for as long as a transaction holds items. */
  readonly detour?: Detour;
}

/**
 * DynamoDB and its streams, backed by the DynamoDB at `endpoint`: refuses writes of what a transaction holds, and counts the
 * capacity units that each caller consumes.
 */
export function dynamoDb({
  endpoint,
  onServerError = () => undefined,
  detour = createDetour(),
}: DynamoDbOptions): DynamoDbService {
  const backend = dynamoDbBackend(endpoint);
  const tables = tableOperations(backend);
  const ledger = capacityLedger();
  const dataCall = dataCalls(backend, ledger, onServerError);
  const items = heldItems(keyNamesOf(tables), detour);

  async function tableCall(operation: string, input: Input): Promise<object> {
    const { answer, status } = await tables.call(operation, input);
    if (status !== 200) throw refused(answer, status, onServerError);
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
    addCapacity: ledger.addRows,
    resetCapacity: ledger.reset,
    close: backend.close,
  };
}
