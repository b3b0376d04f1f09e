import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { DynamoDBRecord } from 'aws-lambda';
import { FunctionError, isThrottled, type FunctionRuntime } from '../services/service.ts';
import { reportedFailures } from './batch-response.ts';

/** Records that were given up after the last retry. */
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
  /** Invocations of one batch at a time; the records of one partition key stay in order. */
  readonly parallelizationFactor: number;
  /** -1: without limit */
  readonly maximumRetryAttempts: number;
  readonly bisectOnError: boolean;
  readonly reportBatchItemFailures: boolean;
  /** Takes records that are given up; it is called until it succeeds. Without it, they are dropped, as Lambda does. */
  readonly onFailure?: ((failed: FailedRecords) => Promise<void>) | undefined;
}

type Records = readonly DynamoDBRecord[];

const backOffMs = (attempt: number) => Math.min(100 * 2 ** attempt, 10_000);
const sequenceNumber = (record: DynamoDBRecord | undefined) => record?.dynamodb?.SequenceNumber ?? '';

/** Resolves when every record has been handled or given up. @throws the signal's reason when it is aborted */
export async function deliver(records: Records, options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const { partitionKey, parallelizationFactor } = options;
  const groupOf = (record: DynamoDBRecord) =>
    crc32(JSON.stringify(record.dynamodb?.Keys?.[partitionKey])) % parallelizationFactor;
  const groups = parallelizationFactor === 1 ? [records] : [...Map.groupBy(records, groupOf).values()];
  const outcomes = await Promise.allSettled(groups.map((inOrder) => deliverInOrder(inOrder, options, signal)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function deliverInOrder(records: Records, options: DeliveryOptions, signal: AbortSignal): Promise<void> {
  const { maximumRetryAttempts: maxRetries, bisectOnError } = options;
  let remaining = records;
  let attempt = 0;
  let throttled = 0;
  for (;;) {
    const failure = await invoke(remaining, options);
    if (!failure) return;
    if (isThrottled(failure.error)) {
      // The function was not called: that is no reason to split the batch, and no attempt.
      throttled += 1;
      await sleep(backOffMs(throttled), undefined, { signal });
      continue;
    }
    throttled = 0;
    if (failure.index > 0) {
      // The rest counts as a new batch: the records behind the failed one have not been tried yet.
      remaining = remaining.slice(failure.index);
      attempt = 0;
    } else if (bisectOnError && remaining.length > 1) {
      const middle = Math.ceil(remaining.length / 2);
      await deliverInOrder(remaining.slice(0, middle), options, signal);
      return deliverInOrder(remaining.slice(middle), options, signal);
    } else if (maxRetries >= 0 && attempt >= maxRetries) {
      return giveUp(remaining, failure.error, options, signal);
    } else {
      attempt += 1;
    }
    await sleep(backOffMs(attempt), undefined, { signal });
  }
}

/** The first failed record; undefined when all succeeded. Without a partial response, the first of the batch failed. */
async function invoke(records: Records, options: DeliveryOptions) {
  const ids = records.map(sequenceNumber);
  try {
    const result = await options.runtime.invoke(options.functionArn, { Records: records });
    const failed = reportedFailures(options.reportBatchItemFailures ? result : null, ids);
    const index = ids.findIndex((id) => failed.has(id));
    return index < 0 ? undefined : { index, error: new Error(`The handler reported ${ids[index]} as failed`) };
  } catch (error) {
    if (!(error instanceof FunctionError)) console.error(`${options.mappingId}: a batch failed`, error);
    return { index: 0, error: error as Error };
  }
}

async function giveUp(records: Records, error: Error, options: DeliveryOptions, signal: AbortSignal): Promise<void> {
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
      console.error(`${options.mappingId}: the failure destination refused a batch`, refusal);
    }
    await sleep(backOffMs(attempt), undefined, { signal });
  }
}
