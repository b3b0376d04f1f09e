import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { BATCH_BYTES } from './batch-response.ts';
import { filterPattern } from './filter-pattern.ts';
import { streamCheckpoint } from './stream-checkpoint.ts';
import { deliver } from './stream-delivery.ts';
import type { DeliveryOptions } from './stream-delivery.ts';
import { streamReader } from './stream-reader.ts';
import type { Position } from './stream-reader.ts';
import { lambdaRecord } from './stream-record.ts';

export interface StreamPollerOptions extends DeliveryOptions {
  readonly streams: DynamoDBStreamsClient;
  readonly streamArn: string;
  /** Keeps the checkpoint of the mapping. */
  readonly db: DatabaseSync;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more records, counted from its first. */
  readonly batchingWindowSeconds: number;
  /** Patterns of FilterCriteria, as JSON; a record passes when one matches, or when there is none. */
  readonly filters: readonly string[];
}

export interface StreamPoller {
  /** Resolves when every record written before the call was handled. Rejects when the poller is closed first. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  readonly position: Required<Position>;
  /** Undefined when filtered out: only its position counts. */
  readonly record: DynamoDBRecord | undefined;
  readonly bytes: number;
}

/** As often as Lambda looks at a shard. */
const POLL_MS = 250;
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
  const idlers: PromiseWithResolvers<void>[] = [];
  const isClosed = () => signal.aborted;
  const closed = () => new Error(`${mappingId} is closed`);

  /** Adds what the next read brings; says whether more is waiting. */
  async function readMore(): Promise<boolean> {
    const asked = idlers.length;
    const { records, full } = await reader.read(signal);
    for (const { record: raw, position } of records) {
      const { record, bytes } = lambdaRecord(raw, streamArn);
      const wanted = filters.length === 0 || filters.some((matches) => matches(record));
      pending.push({ position, record: wanted ? record : undefined, bytes: wanted ? bytes : 0 });
    }
    if (pending.length === 0) for (const idler of idlers.splice(0, asked)) idler.resolve();
    return full;
  }

  /** How many pending entries make the next batch, those filtered out among them. */
  async function gather(): Promise<number> {
    let count = 0;
    let records = 0;
    let bytes = 0;
    let deadline = Infinity;
    for (let more = true; ; more = await readMore()) {
      for (const { record, bytes: size } of pending.slice(count)) {
        if (record && (records === batchSize || (records > 0 && bytes + size > BATCH_BYTES))) return count;
        count += 1;
        bytes += size;
        if (!record) continue;
        if (records === 0) deadline = Date.now() + batchingWindowSeconds * 1000;
        records += 1;
      }
      if (records === batchSize) return count;
      if (more) continue;
      const skipped = count > 0 && records === 0;
      const due = deadline - Date.now();
      if (skipped || due <= 0) return count;
      await sleep(Math.min(POLL_MS, due), undefined, { signal });
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        const batch = pending.slice(0, await gather());
        const records = batch.flatMap(({ record }) => record ?? []);
        if (records.length > 0) await deliver(records, options, signal);
        const last = batch.at(-1);
        if (last) checkpoint.save(last.position);
        pending.splice(0, batch.length);
      } catch (error) {
        if (isClosed()) break;
        console.error(`${mappingId}: reading ${streamArn} failed`, error);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    for (const idler of idlers) idler.reject(closed());
  }

  const running = run();
  return {
    idle() {
      if (signal.aborted) return Promise.reject(closed());
      const idler = Promise.withResolvers<void>();
      idlers.push(idler);
      return idler.promise;
    },
    close() {
      stop.abort();
      return running;
    },
  };
}
