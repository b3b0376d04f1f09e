import type { DatabaseSync } from 'node:sqlite';
import type { Position } from './stream-reader.ts';

/** Stores how far a mapping has read a stream. A table that was created again has a new stream, without a checkpoint. */
export function streamCheckpoint(db: DatabaseSync, mappingId: string, streamArn: string) {
  db.exec(`CREATE TABLE IF NOT EXISTS stream_checkpoints (mapping TEXT NOT NULL, stream TEXT NOT NULL,
    shard TEXT NOT NULL, sequence TEXT NOT NULL, PRIMARY KEY (mapping, stream)) STRICT`);
  const select = db.prepare('SELECT shard, sequence FROM stream_checkpoints WHERE mapping = ? AND stream = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO stream_checkpoints VALUES (?, ?, ?, ?)');
  return {
    load(): Required<Position> | undefined {
      const row = select.get(mappingId, streamArn);
      return row && { shardId: row['shard'] as string, sequenceNumber: row['sequence'] as string };
    },
    save({ shardId, sequenceNumber }: Required<Position>): void {
      upsert.run(mappingId, streamArn, shardId, sequenceNumber);
    },
  };
}
