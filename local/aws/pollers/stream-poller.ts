import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import type { StreamCalls } from '../services/dynamodb.ts';
import { filterPattern } from './filter-pattern.ts';
import { nextBatch, type Entry } from './stream-batch.ts';
import { streamCheckpoint } from './stream-checkpoint.ts';
import { deliver, type DeliveryOptions } from './stream-delivery.ts';
import { streamReader } from './stream-reader.ts';
import { lambdaRecord } from './stream-record.ts';

export interface StreamPollerOptions extends DeliveryOptions {
  readonly streams: StreamCalls;
  readonly streamArn: string;
  /** Keeps the checkpoint of the mapping. */
  readonly db: DatabaseSync;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more records after its first. */
  readonly batchingWindowSeconds: number;
  /** Patterns of FilterCriteria, as JSON; a record passes when one matches, or when there is none. */
  readonly filters: readonly string[];
}

export interface StreamPoller {
  /** Resolves when every record written before the call has been handled. Rejects when the poller is closed first. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const RETRY_MS = 1000;

/** A Lambda event source mapping for a DynamoDB stream: at least once, from TRIM_HORIZON or behind its checkpoint. */
export function pollStream(options: StreamPollerOptions): StreamPoller {
  const { streams, streamArn, mappingId, batchSize, batchingWindowSeconds } = options;
  const filters = options.filters.map(filterPattern);
  const checkpoint = streamCheckpoint(options.db, mappingId, streamArn);
  const reader = streamReader(streams, streamArn, checkpoint.load());
  const stop = new AbortController();
  const { signal } = stop;
  const pending: Entry[] = [];
  const idleWaiters: PromiseWithResolvers<void>[] = [];
  const isClosed = () => signal.aborted;
  const closedError = () => new Error(`${mappingId} is closed`);

  async function readMore(): Promise<boolean> {
    // Whoever starts to wait during the read may have written behind it.
    const waitersBefore = idleWaiters.length;
    const { records, full } = await reader.read();
    for (const { record: raw, position } of records) {
      const record = lambdaRecord(raw, streamArn);
      const passes = filters.length === 0 || filters.some((matches) => matches(record));
      const bytes = passes ? Buffer.byteLength(JSON.stringify(record)) : 0;
      pending.push({ position, record: passes ? record : undefined, bytes });
    }
    if (pending.length === 0) for (const waiter of idleWaiters.splice(0, waitersBefore)) waiter.resolve();
    return full;
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const count = await nextBatch({ pending, readMore, batchSize, batchingWindowSeconds, signal });
        const batch = pending.slice(0, count);
        const records = batch.flatMap(({ record }) => record ?? []);
        if (records.length > 0) await deliver(records, options, signal);
        const last = batch.at(-1);
        if (last) checkpoint.save(last.position);
        pending.splice(0, batch.length);
        failures = 0;
      } catch (error) {
        if (isClosed()) break;
        failures += 1;
        // When the database has ended, whoever watches it says so, and closes this within a moment.
        if (failures > 1) console.error(`${mappingId}: reading ${streamArn} failed`, error);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    for (const waiter of idleWaiters) waiter.reject(closedError());
  }

  const running = run();
  return {
    idle() {
      if (signal.aborted) return Promise.reject(closedError());
      const waiter = Promise.withResolvers<void>();
      idleWaiters.push(waiter);
      return waiter.promise;
    },
    close() {
      stop.abort();
      return running;
    },
  };
}
