import { setTimeout as sleep } from 'node:timers/promises';

import type { DynamoDBRecord } from 'aws-lambda';

import { MAX_BATCH_BYTES } from './batch-response.ts';
import type { Position } from './stream-reader.ts';

export interface Entry {
  readonly position: Required<Position>;
  /** Undefined when filtered out: only its position matters. */
  readonly record: DynamoDBRecord | undefined;
  readonly bytes: number;
}

interface BatchOptions {
  /** Entries that have been read and not handled yet; reading adds to it. */
  readonly pending: readonly Entry[];
  /** @returns whether more is waiting */
  readonly readMore: () => Promise<boolean>;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly signal: AbortSignal;
}

/** As often as Lambda polls a shard. */
const POLL_MS = 250;

/** Waits for the next batch. @returns how many pending entries belong to it, filtered ones included */
export async function nextBatch({ pending, readMore, ...options }: BatchOptions): Promise<number> {
  const { batchSize, batchingWindowSeconds, signal } = options;
  let count = 0;
  let records = 0;
  let bytes = 0;
  let deadline = Infinity;
  for (let more = true; ; more = await readMore()) {
    for (const { record, bytes: size } of pending.slice(count)) {
      if (record && (records === batchSize || (records > 0 && bytes + size > MAX_BATCH_BYTES))) return count;
      count += 1;
      bytes += size;
      if (!record) continue;
      if (records === 0) deadline = Date.now() + batchingWindowSeconds * 1000;
      records += 1;
    }
    if (records === batchSize) return count;
    if (more) continue;
    const onlyFiltered = count > 0 && records === 0;
    const remaining = deadline - Date.now();
    if (onlyFiltered || remaining <= 0) return count;
    await sleep(Math.min(POLL_MS, remaining), undefined, { signal });
  }
}
