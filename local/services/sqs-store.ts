import { EventEmitter } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './transaction.ts';

/** Times and durations are in milliseconds. */
export interface QueueRow {
  readonly name: string;
  readonly visibility: number;
  readonly delay: number;
  readonly dead_letter: string | null;
  readonly max_receives: number | null;
  readonly created_at: number;
}

export interface MessageRow {
  readonly id: number;
  readonly queue: string;
  readonly message_id: string;
  readonly body: string;
  readonly attributes: string;
  readonly bytes: number;
  /** '' without a MessageGroupId. */
  readonly message_group: string;
  readonly sent_at: number;
  readonly visible_at: number;
  /** Across queues: a move to the dead-letter queue keeps it, as in AWS. */
  readonly receives: number;
  readonly first_received_at: number | null;
  readonly dead_letter_source: string | null;
}

export interface QueueDepth {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_queues (
    name TEXT PRIMARY KEY, visibility INTEGER NOT NULL, delay INTEGER NOT NULL,
    dead_letter TEXT, max_receives INTEGER, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS sqs_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL,
    body TEXT NOT NULL, attributes TEXT NOT NULL, bytes INTEGER NOT NULL, message_group TEXT NOT NULL,
    sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER, dead_letter_source TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS sqs_messages_group ON sqs_messages (queue, message_group, visible_at);
  CREATE INDEX IF NOT EXISTS sqs_messages_due ON sqs_messages (queue, visible_at, receives);`;

export type SqsStore = ReturnType<typeof sqsStore>;

/** Queues and messages on disk. `changes` emits a queue's name whenever one of its messages got another due time. */
export function sqsStore(db: DatabaseSync) {
  db.exec(SCHEMA);
  const changes = new EventEmitter().setMaxListeners(0);
  const lastGroup = new Map<string, string>();

  const upsertQueue = db.prepare(
    `INSERT INTO sqs_queues VALUES ($name, $visibility, $delay, $dead_letter, $max_receives, $created_at)
     ON CONFLICT DO UPDATE SET visibility = $visibility, delay = $delay, dead_letter = $dead_letter,
       max_receives = $max_receives`,
  );
  const selectQueue = db.prepare('SELECT * FROM sqs_queues WHERE name = ?');
  const selectNames = db.prepare('SELECT name FROM sqs_queues ORDER BY name');
  const insert = db.prepare(
    `INSERT INTO sqs_messages (queue, message_id, body, attributes, bytes, message_group, sent_at, visible_at)
     VALUES ($queue, $message_id, $body, $attributes, $bytes, $message_group, $sent_at, $visible_at)`,
  );
  const anyVisible = db.prepare('SELECT 1 FROM sqs_messages WHERE queue = ? AND visible_at <= ? LIMIT 1');
  const groupAfter = db.prepare(
    'SELECT min(message_group) AS id FROM sqs_messages WHERE queue = ? AND message_group > ?',
  );
  const firstGroup = db.prepare('SELECT min(message_group) AS id FROM sqs_messages WHERE queue = ?');
  const firstVisible = db.prepare(
    'SELECT * FROM sqs_messages WHERE queue = ? AND message_group = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT 1',
  );
  const markReceived = db.prepare(
    `UPDATE sqs_messages SET visible_at = $until, receives = receives + 1,
       first_received_at = coalesce(first_received_at, $at) WHERE id = $id RETURNING *`,
  );
  const bury = db.prepare('UPDATE sqs_messages SET queue = ?, dead_letter_source = queue, visible_at = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM sqs_messages WHERE queue = ? AND id = ? AND receives = ?');
  const hide = db.prepare(
    'UPDATE sqs_messages SET visible_at = $until WHERE queue = $queue AND id = $id AND receives = $receives AND visible_at > $at',
  );
  const returnBy = db.prepare('UPDATE sqs_messages SET visible_at = $until WHERE receives > 0 AND visible_at > $until');
  const purge = db.prepare('DELETE FROM sqs_messages WHERE queue = ?');
  const due = db.prepare('SELECT min(visible_at) AS at FROM sqs_messages WHERE queue = ? AND visible_at > ?');
  const depth = db.prepare(
    `SELECT count(*) FILTER (WHERE visible_at <= $at) AS visible,
       count(*) FILTER (WHERE visible_at > $at AND receives = 0) AS delayed,
       count(*) FILTER (WHERE visible_at > $at AND receives > 0) AS inFlight
     FROM sqs_messages WHERE queue = $queue`,
  );

  /** Takes turns between the groups, so that a flood of one does not delay another's. Some message must be visible. */
  function nextInTurn(queue: string, at: number): MessageRow {
    let group = lastGroup.get(queue) ?? '';
    for (;;) {
      group = (groupAfter.get(queue, group)?.['id'] ?? firstGroup.get(queue)?.['id']) as string;
      const message = firstVisible.get(queue, group, at);
      if (message) return message as unknown as MessageRow;
    }
  }

  return {
    changes,
    putQueue: (row: QueueRow) => void upsertQueue.run({ ...row }),
    queue: (name: string) => selectQueue.get(name) as unknown as QueueRow | undefined,
    names: () => selectNames.all().map((row) => row['name'] as string),
    add(message: Omit<MessageRow, 'id' | 'receives' | 'first_received_at' | 'dead_letter_source'>): void {
      insert.run({ ...message });
      changes.emit(message.queue);
    },
    take(queue: QueueRow, limits: { max: number; maxBytes: number; visibility: number }, at: number): MessageRow[] {
      return transaction(db, () => {
        const taken: MessageRow[] = [];
        let bytes = 0;
        while (taken.length < limits.max && anyVisible.get(queue.name, at)) {
          const { id, message_group, receives, ...message } = nextInTurn(queue.name, at);
          if (queue.dead_letter !== null && receives >= (queue.max_receives ?? Infinity)) {
            bury.run(queue.dead_letter, at, id);
            changes.emit(queue.dead_letter);
            continue;
          }
          bytes += message.bytes;
          if (bytes > limits.maxBytes) break;
          lastGroup.set(queue.name, message_group);
          // Even with a timeout of 0 s a message comes only once per call.
          const until = at + Math.max(limits.visibility, 1);
          taken.push(markReceived.get({ id, at, until }) as unknown as MessageRow);
        }
        return taken;
      });
    },
    remove: (queue: string, id: number, receives: number) => void remove.run(queue, id, receives),
    /** False when the message is gone, visible again or received by someone else since. */
    hide(queue: string, id: number, receives: number, until: number, at: number): boolean {
      const { changes: rows } = hide.run({ queue, id, receives, until, at });
      changes.emit(queue);
      return rows === 1;
    },
    /** Makes whatever is in flight visible again by this time. */
    returnBy: (until: number) => void returnBy.run({ until }),
    purge: (queue: string) => void purge.run(queue),
    /** When the next message that is not visible now will be. */
    nextDue: (queue: string, at: number) => (due.get(queue, at)?.['at'] as number | null) ?? Infinity,
    depth: (queue: string, at: number) => ({ ...depth.get({ queue, at }) }) as unknown as QueueDepth,
  };
}
