import { createHash } from 'node:crypto';

import type { Ending, Scheduler } from '../fault/scheduler.ts';
import type { ChangeRecord } from '../../shared/platform/change-record.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import type { Ages } from './ages.ts';
import type { Written } from './memory-table.ts';

export interface StreamReader {
  readonly wants: (record: ChangeRecord) => boolean;
  readonly batchSize: number;
  /** How long records are collected for a batch, in milliseconds. */
  readonly window: number;
  /** How old each record was when it had been handled. */
  readonly ages: Ages;
  readonly handle: (records: readonly ChangeRecord[]) => Promise<Ending<unknown>>;
}

/** Lambda asks a shard for records four times a second. */
const POLL = 250;
const RETRY = 1_000;

interface Shard {
  records: { readonly record: ChangeRecord; readonly at: number }[];
  busy: boolean;
}

/**
 * The table's stream and its event sources: every write is a record in the shard of its partition key. Each reader is given a shard's
 * records in order, one batch after the other.
 */
export function countedStream(world: Scheduler, shards: number, readers: readonly StreamReader[]) {
  const places = new Map<string, number>();
  const all = readers.map(() => Array.from({ length: shards }, (): Shard => ({ records: [], busy: false })));
  let sequence = 0;

  function shardOf(pk: string): number {
    const known = places.get(pk);
    if (known !== undefined) return known;
    const place = createHash('sha256').update(pk).digest().readUInt16BE() % shards;
    places.set(pk, place);
    return place;
  }

  async function read(shard: Shard, { batchSize, window, ages, handle }: StreamReader): Promise<void> {
    shard.busy = true;
    while (shard.records.length > 0) {
      const isFull = shard.records.length >= batchSize;
      await world.until(world.now() + (isFull ? 0 : POLL + window));
      const batch = shard.records.slice(0, batchSize);
      const { kind } = await handle(batch.map(({ record }) => record));
      if (kind !== 'done') {
        await world.until(world.now() + RETRY);
        continue;
      }
      shard.records.splice(0, batch.length);
      for (const { at } of batch) ages.add(world.now() - at);
    }
    shard.busy = false;
  }

  return {
    write({ pk, sk, before, after }: Written): void {
      sequence += 1;
      const at = world.now();
      const record = { sequence: String(sequence), pk, sk, before, after, at: timestamp(at - (at % 1000)) };
      readers.forEach((reader, place) => {
        if (!reader.wants(record)) return;
        const shard = all[place]![shardOf(pk)]!;
        shard.records.push({ record, at });
        if (!shard.busy) void read(shard, reader);
      });
    },
  };
}
