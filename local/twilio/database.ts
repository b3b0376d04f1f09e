import type { DatabaseSync } from 'node:sqlite';

// The state of a callback or an act: due → taken → answered | lost. What is `taken` when a process dies becomes due again
// with the next one. An act waits until the act `after_id` has ended.
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS twilio_messages (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, account_sid TEXT NOT NULL, recipient TEXT NOT NULL,
    sender TEXT NOT NULL, service_sid TEXT, created_at INTEGER NOT NULL, request TEXT NOT NULL, callback_url TEXT,
    rendered TEXT NOT NULL, num_media INTEGER NOT NULL, sent_at INTEGER, delivered_at INTEGER, read_at INTEGER,
    failed_at INTEGER, failure TEXT, error_code INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS twilio_messages_recipient ON twilio_messages (recipient);
  CREATE TABLE IF NOT EXISTS twilio_callbacks (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL, event TEXT NOT NULL, due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'due', answer TEXT, settled_at INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS twilio_callbacks_due ON twilio_callbacks (due_at) WHERE state = 'due';
  CREATE TABLE IF NOT EXISTS twilio_acts (
    id INTEGER PRIMARY KEY, message_sid TEXT NOT NULL, kind TEXT NOT NULL, sid TEXT, button TEXT, words TEXT,
    again INTEGER NOT NULL, due_at INTEGER NOT NULL, after_id INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'due', answer TEXT, said TEXT, at INTEGER, settled_at INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS twilio_acts_due ON twilio_acts (due_at) WHERE state = 'due';
  CREATE TABLE IF NOT EXISTS twilio_contents (
    sid TEXT PRIMARY KEY, account_sid TEXT NOT NULL, created_at INTEGER NOT NULL, friendly_name TEXT,
    language TEXT NOT NULL, variables TEXT NOT NULL, types TEXT NOT NULL, approval_name TEXT, approval_category TEXT,
    decided_at INTEGER, rejection TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS twilio_inbound (
    person TEXT NOT NULL, sender TEXT NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (person, sender)) STRICT;
  CREATE TABLE IF NOT EXISTS twilio_opt_outs (
    person TEXT NOT NULL, sender TEXT NOT NULL, PRIMARY KEY (person, sender)) STRICT;
  UPDATE twilio_callbacks SET state = 'due' WHERE state = 'taken';
  UPDATE twilio_acts SET state = 'due' WHERE state = 'taken';
`;

/** Creates the stand-in's tables. */
export function prepareDatabase(db: DatabaseSync): void {
  db.exec(SCHEMA);
}
