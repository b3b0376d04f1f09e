import { EventEmitter } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';

import { transaction } from '../../database.ts';
import { messageGroups } from './message-groups.ts';
import type { Receipt } from './receipt-handle.ts';
import { SCHEMA, type MessageRow, type QueueDepth, type QueueRow } from './rows.ts';

export type NewMessage = Omit<MessageRow, 'id' | 'receives' | 'first_received_at' | 'dead_letter_source'>;

export interface ReceiveLimits {
  readonly max: number;
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly visibility: number;
}

export type MessageStore = ReturnType<typeof messageStore>;

/** Messages on disk. `changes` emits a queue's name whenever the time at which one of its messages is visible changed. */
export function messageStore(db: DatabaseSync) {
  db.exec(SCHEMA);
  const changes = new EventEmitter().setMaxListeners(0);
  const groups = messageGroups(db);
  const insert = db.prepare(
    `INSERT INTO sqs_messages (queue, message_id, body, attributes, bytes, message_group, sent_at, visible_at)
     VALUES ($queue, $message_id, $body, $attributes, $bytes, $message_group, $sent_at, $visible_at)`,
  );
  const anyVisible = db.prepare('SELECT 1 FROM sqs_messages WHERE queue = ? AND visible_at <= ? LIMIT 1');
  const markReceived = db.prepare(
    `UPDATE sqs_messages SET visible_at = $until, receives = receives + 1,
       first_received_at = coalesce(first_received_at, $at) WHERE id = $id RETURNING *`,
  );
  const moveToDeadLetters = db.prepare(
    'UPDATE sqs_messages SET queue = ?, dead_letter_source = queue, visible_at = ? WHERE id = ?',
  );
  const remove = db.prepare('DELETE FROM sqs_messages WHERE queue = ? AND id = ? AND receives = ?');
  const hide = db.prepare(
    'UPDATE sqs_messages SET visible_at = $until WHERE queue = $queue AND id = $id AND receives = $receives AND visible_at > $at',
  );
  const showBy = db.prepare('UPDATE sqs_messages SET visible_at = $until WHERE receives > 0 AND visible_at > $until');
  const purge = db.prepare('DELETE FROM sqs_messages WHERE queue = ?');
  const nextVisible = db.prepare('SELECT min(visible_at) AS at FROM sqs_messages WHERE queue = ? AND visible_at > ?');
  const depth = db.prepare(
    `SELECT count(*) FILTER (WHERE visible_at <= $at) AS visible,
       count(*) FILTER (WHERE visible_at > $at AND receives = 0) AS delayed,
       count(*) FILTER (WHERE visible_at > $at AND receives > 0) AS inFlight
     FROM sqs_messages WHERE queue = $queue`,
  );

  return {
    changes,
    add(message: NewMessage): void {
      insert.run({ ...message });
      changes.emit(message.queue);
    },
    /** Receives visible messages. Those received too often before move to the dead-letter queue instead. */
    receive(queue: QueueRow, { max, maxBytes, visibility }: ReceiveLimits, at: number): MessageRow[] {
      return transaction(db, () => {
        const received: MessageRow[] = [];
        let bytes = 0;
        while (received.length < max && anyVisible.get(queue.name, at)) {
          const message = groups.next(queue.name, at);
          if (queue.dead_letter !== null && message.receives >= (queue.max_receives ?? Infinity)) {
            moveToDeadLetters.run(queue.dead_letter, at, message.id);
            changes.emit(queue.dead_letter);
            continue;
          }
          bytes += message.bytes;
          if (bytes > maxBytes) break;
          groups.served(message);
          // Even with a visibility timeout of 0, a message is received only once per call.
          const until = at + Math.max(visibility, 1);
          received.push(markReceived.get({ id: message.id, at, until }) as unknown as MessageRow);
        }
        return received;
      });
    },
    remove: (queue: string, { id, receives }: Receipt) => void remove.run(queue, id, receives),
    /** @returns false when the message is gone, visible again or received again since */
    hide(queue: string, { id, receives }: Receipt, until: number, at: number): boolean {
      const { changes: rows } = hide.run({ queue, id, receives, until, at });
      changes.emit(queue);
      return rows === 1;
    },
    /** Whatever is in flight becomes visible by this time. */
    showBy: (until: number) => void showBy.run({ until }),
    purge: (queue: string) => void purge.run(queue),
    /** When the next message that is not visible now will be; Infinity when there is none. */
    nextVisible: (queue: string, at: number) => (nextVisible.get(queue, at)?.['at'] as number | null) ?? Infinity,
    depth: (queue: string, at: number) => ({ ...depth.get({ queue, at }) }) as unknown as QueueDepth,
  };
}
