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

/** How many messages a queue has. */
export interface QueueDepth {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

export const SCHEMA = `
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
