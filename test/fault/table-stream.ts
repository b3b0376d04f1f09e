import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

import type { StreamCalls } from '../../local/aws/services/dynamodb.ts';
import { streamReader } from '../../local/aws/pollers/stream-reader.ts';
import type { ChangeRecord } from '../../shared/platform/change-record.ts';
import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Ending, Scheduler } from './scheduler.ts';
import { simulatedShards, type Backlog } from './shards.ts';

export interface StreamReader {
  readonly wants: (record: ChangeRecord) => boolean;
  readonly handle: (records: readonly ChangeRecord[]) => Promise<Ending<void>>;
}

/**
 * Reads the table's real stream and delivers its records as Lambda does: a shard's in order, a failed batch again until it
 * succeeds, whole or split, and at least once: sometimes again from an earlier position, or an old batch together with a new
 * one. Shards are delivered side by side, but one that was split before its two children.
 */
export function simulatedStream(
  world: Scheduler,
  faults: Faults,
  roll: Random,
  source: {
    readonly streams: StreamCalls;
    readonly arn: string;
    /** Told of each record, once. */
    readonly onRecord: (record: ChangeRecord) => void;
  },
  readers: readonly StreamReader[],
) {
  const reader = streamReader(source.streams, source.arn, undefined);
  const shards = simulatedShards(readers.length);
  let polling = false;
  let written = 0;
  let seen = 0;

  async function read(): Promise<void> {
    for (let full = true; full;) {
      const page = await reader.read();
      for (const { record } of page.records) {
        const { Keys, OldImage, NewImage, SequenceNumber } = record.dynamodb;
        const plain = (image: typeof Keys) => image && unmarshall(image as Record<string, AttributeValue>);
        const { pk, sk } = plain(Keys) as { pk: string; sk: string };
        const change = { sequence: SequenceNumber, pk, sk, before: plain(OldImage), after: plain(NewImage) };
        source.onRecord(change);
        const { backlogs } = shards.of(pk);
        readers.forEach(({ wants }, place) => wants(change) && backlogs[place]!.records.push(change));
      }
      full = page.full;
    }
    if (faults.happens('shard_split', 0.1)) world.note(`a shard is split at ${shards.split(roll)}`);
  }

  async function deliver(backlog: Backlog, { handle }: StreamReader): Promise<void> {
    const { records } = backlog;
    for (let attempt = 0; backlog.position < records.length;) {
      const batch = records.slice(backlog.position, backlog.position + roll.pick([1, 5, 30, 200]));
      const ending = await handle(batch);
      if (ending.kind !== 'done') {
        attempt += 1;
        await world.until(world.now() + Math.min(100 * 2 ** attempt, 10_000));
        continue;
      }
      attempt = 0;
      backlog.position += batch.length;
      if (faults.happens('batch_delivered_again', 0.1)) {
        if (roll.chance(0.5)) backlog.position = Math.max(0, backlog.position - roll.below(40));
        else world.at(world.now() + roll.between(0, 30_000), () => void handle(batch));
      }
    }
  }

  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    await world.until(world.now() + (faults.happens('stream_lagged', 0.05) ? roll.between(5_000, 300_000) : 500));
    seen = written;
    await world.quietly(read);
    await Promise.all(
      readers.map((reader, place) => shards.inOrder((shard) => deliver(shard.backlogs[place]!, reader))),
    );
    polling = false;
    if (written > seen) void poll();
  }

  return {
    /** The table was written to. */
    wake(): void {
      written += 1;
      if (!polling) world.at(world.now(), () => void poll());
    },
  };
}
