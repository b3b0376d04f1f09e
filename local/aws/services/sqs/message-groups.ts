import type { DatabaseSync } from 'node:sqlite';

import type { MessageRow } from './rows.ts';

/** Fair queues: message groups take turns, so that a flood in one does not delay the others. */
export function messageGroups(db: DatabaseSync) {
  const lastServed = new Map<string, string>();
  const groupAfter = db.prepare(
    'SELECT min(message_group) AS id FROM sqs_messages WHERE queue = ? AND message_group > ?',
  );
  const firstGroup = db.prepare('SELECT min(message_group) AS id FROM sqs_messages WHERE queue = ?');
  const firstVisible = db.prepare(
    'SELECT * FROM sqs_messages WHERE queue = ? AND message_group = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT 1',
  );
  return {
    /** The first visible message of the next group that has one. Some message of the queue must be visible. */
    next(queue: string, at: number): MessageRow {
      let group = lastServed.get(queue) ?? '';
      for (;;) {
        group = (groupAfter.get(queue, group)?.['id'] ?? firstGroup.get(queue)?.['id']) as string;
        const message = firstVisible.get(queue, group, at);
        if (message) return message as unknown as MessageRow;
      }
    },
    served: ({ queue, message_group }: MessageRow) => void lastServed.set(queue, message_group),
  };
}
