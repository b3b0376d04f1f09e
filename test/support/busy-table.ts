import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';

import { patientTable, type Table } from '../../shared/platform/table-client.ts';
import type { TableCommands } from '../../shared/platform/table-commands.ts';

export type Operation = keyof TableCommands;

/** A table on a DynamoDB that may refuse a request, and what it did. */
export interface BusyTable {
  readonly table: Table;
  /** The operation of each request, in order. */
  readonly requests: Operation[];
  /** The ceiling of each pause, in milliseconds; none of them takes time. */
  readonly pauses: number[];
}

/** @param refusal the error with which a request is refused, if it is; requests count from 1, those of each operation apart */
export function busyTable(
  commands: TableCommands,
  refusal: (operation: Operation, request: number) => Error | undefined,
): BusyTable {
  const requests: Operation[] = [];
  const pauses: number[] = [];
  const counts = new Map<string, number>();
  const refusing = Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [
      name,
      async (...given: unknown[]) => {
        requests.push(name as Operation);
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const error = refusal(name as Operation, count);
        if (error) throw error;
        return (command as (...given: unknown[]) => Promise<unknown>)(...given);
      },
    ]),
  ) as unknown as TableCommands;
  const table = patientTable(refusing, { pause: async (ceiling) => void pauses.push(ceiling), now: () => 0 });
  return { table, requests, pauses };
}

/** What a client throws that was throttled so many times. @param totalRetryDelay its waits, in milliseconds */
export function throttle(attempts = 1, totalRetryDelay = 0): Error {
  return new ProvisionedThroughputExceededException({ message: 'Too fast', $metadata: { attempts, totalRetryDelay } });
}

/** What DynamoDB answers to a plain write of an item that a transaction holds. */
export function inTransaction(): Error {
  return new TransactionConflictException({ message: 'Transaction is ongoing', $metadata: { attempts: 1 } });
}

/** What DynamoDB answers to a transaction for these reasons, one for each of its writes. */
export function cancelled(...reasons: readonly string[]): Error {
  const CancellationReasons = reasons.map((Code) => ({ Code }));
  return new TransactionCanceledException({ message: 'Cancelled', $metadata: { attempts: 1 }, CancellationReasons });
}
