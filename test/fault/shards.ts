import { createHash } from 'node:crypto';

import type { ChangeRecord } from '../../shared/platform/change-record.ts';
import type { Random } from './random.ts';

/** What one reader has of a shard: the records it wants, and how many of them it was given. */
export interface Backlog {
  readonly records: ChangeRecord[];
  position: number;
}

/** A shard holds the records of the partition keys whose hash is from `from` to below `to`. */
export interface Shard {
  readonly parent: Shard | undefined;
  readonly from: number;
  readonly to: number;
  /** One for each reader. */
  readonly backlogs: readonly Backlog[];
}

const HASHES = 2 ** 16;
const MAX_SHARDS = 30;

/**
 * The shards of a stream, of which there is one at first. When one is split, its keys go on in two children: the records of a
 * key are in one line of shards, oldest first.
 */
export function simulatedShards(readers: number) {
  const shardOf = (parent: Shard | undefined, from: number, to: number): Shard => ({
    parent,
    from,
    to,
    backlogs: Array.from({ length: readers }, () => ({ records: [], position: 0 })),
  });
  /** Parents stand before their children. */
  const shards = [shardOf(undefined, 0, HASHES)];
  const open = new Set(shards);

  return {
    /** The open shard of a partition key. */
    of(pk: string): Shard {
      const hash = createHash('sha256').update(pk).digest().readUInt16BE();
      return [...open].find(({ from, to }) => from <= hash && hash < to)!;
    },

    /** Splits an open shard, unless there are many already. @returns the hash at which it was split */
    split(roll: Random): number | undefined {
      const parent = roll.pick([...open]);
      const { from, to } = parent;
      if (shards.length >= MAX_SHARDS || to - from < 2) return undefined;
      const middle = roll.between(from + 1, to - 1);
      const children = [shardOf(parent, from, middle), shardOf(parent, middle, to)];
      open.delete(parent);
      for (const child of children) open.add(child);
      shards.push(...children);
      return middle;
    },

    /** Reads all shards side by side, a child once its parent has been read. */
    async inOrder(read: (shard: Shard) => Promise<void>): Promise<void> {
      const readings = new Map<Shard, Promise<void>>();
      for (const shard of shards) {
        const before = shard.parent ? readings.get(shard.parent) : undefined;
        readings.set(shard, before ? before.then(() => read(shard)) : read(shard));
      }
      await Promise.all(readings.values());
    },
  };
}
