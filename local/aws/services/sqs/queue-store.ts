import type { DatabaseSync } from 'node:sqlite';

import { ServiceError } from '../service.ts';
import { SCHEMA, type QueueRow } from './rows.ts';

export type QueueStore = ReturnType<typeof queueStore>;

/** Queues on disk. */
export function queueStore(db: DatabaseSync) {
  db.exec(SCHEMA);
  const upsert = db.prepare(
    `INSERT INTO sqs_queues VALUES ($name, $visibility, $delay, $dead_letter, $max_receives, $created_at)
     ON CONFLICT DO UPDATE SET visibility = $visibility, delay = $delay, dead_letter = $dead_letter,
       max_receives = $max_receives`,
  );
  const select = db.prepare('SELECT * FROM sqs_queues WHERE name = ?');
  const selectNames = db.prepare('SELECT name FROM sqs_queues ORDER BY name');
  return {
    put: (row: QueueRow) => void upsert.run({ ...row }),
    names: () => selectNames.all().map((row) => row['name'] as string),
    /** @throws ServiceError QueueDoesNotExist */
    get(name: string): QueueRow {
      const queue = select.get(name) as unknown as QueueRow | undefined;
      if (!queue) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
      return queue;
    },
  };
}
