import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { DynamoDBRecord } from 'aws-lambda';
import { FunctionError } from '../services/service.ts';
import type { FunctionRuntime } from '../services/service.ts';
import { reportedFailures } from './batch-response.ts';

/** Records given up after the last retry. */
export interface FailedRecords {
  readonly mappingId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
  readonly size: number;
  readonly error: Error;
}

export interface DeliveryOptions {
  readonly mappingId: string;
  readonly runtime: FunctionRuntime;
  readonly functionArn: string;
  /** The name of the table's partition key. */
  readonly partitionKey: string;
  /** Invocations of one batch at once; the records of one partition key stay in order. */
  readonly parallelizationFactor: number;
  /** -1: for ever */
  readonly maximumRetryAttempts: number;
  readonly bisectOnError: boolean;
  readonly reportBatchItemFailures: boolean;
  /** Without it, such records are dropped, as Lambda does. It is called until it succeeds. */
  readonly onFailure?: ((failed: FailedRecords) => Promise<void>) | undefined;
}

type Records = readonly DynamoDBRecord[];

const backOffMs = (attempt: number) => Math.min(100 * 2 ** attempt, 10_000);
const sequenceNumber = (record: DynamoDBRecord | undefined) => record?.dynamodb?.SequenceNumber ?? '';

/** Resolves when every record was handled or given up. @throws the signal's reason, when it ends a wait */
export async function deliver(records: Records, options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const { partitionKey, parallelizationFactor } = options;
  const lane = (record: DynamoDBRecord) =>
    crc32(JSON.stringify(record.dynamodb?.Keys?.[partitionKey])) % parallelizationFactor;
  const lanes = parallelizationFactor === 1 ? [records] : [...Map.groupBy(records, lane).values()];
  const outcomes = await Promise.allSettled(lanes.map((inOrder) => deliverInOrder(inOrder, options, signal)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function deliverInOrder(records: Records, options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const { maximumRetryAttempts: limit, bisectOnError } = options;
  let rest = records;
  let attempt = 0;
  for (;;) {
    const failure = await invoke(rest, options);
    if (!failure) return;
    if (failure.index > 0) {
      // What is left counts as a new batch: the records behind the failed one have had no try of their own yet.
      rest = rest.slice(failure.index);
      attempt = 0;
    } else if (bisectOnError && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await deliverInOrder(rest.slice(0, middle), options, signal);
      return deliverInOrder(rest.slice(middle), options, signal);
    } else if (limit >= 0 && attempt >= limit) {
      return expireLease(rest, failure.error, options, signal);
    } else {
      attempt += 1;
    }
    await sleep(backOffMs(attempt), undefined, { signal });
  }
}

/** The first failed record, or undefined. Without a partial response a failure begins at the first record. */
async function invoke(records: Records, options: DeliveryOptions) {
  const ids = records.map(sequenceNumber);
  try {
    const answer = await options.runtime.invoke(options.functionArn, { Records: records });
    const failed = reportedFailures(options.reportBatchItemFailures ? answer : null, ids);
    const index = ids.findIndex((id) => failed.has(id));
    return index < 0 ? undefined : { index, error: new Error(`The handler reported ${ids[index]} as failed`) };
  } catch (error) {
    if (!(error instanceof FunctionError)) console.error(`${options.mappingId}: a batch failed`, error);
    return { index: 0, error: error as Error };
  }
}

async function expireLease(records: Records, error: Error, options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const failed = {
    mappingId: options.mappingId,
    startSequenceNumber: sequenceNumber(records[0]),
    endSequenceNumber: sequenceNumber(records.at(-1)),
    size: records.length,
    error,
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await options.onFailure?.(failed);
    } catch (refusal) {
      console.error(`${options.mappingId}: the destination for failed records refused them`, refusal);
    }
    await sleep(backOffMs(attempt), undefined, { signal });
  }
}
