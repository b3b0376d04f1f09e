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
    decided_at INTEGER, rejection TEXT, later_status TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS twilio_template_names (
    account_sid TEXT NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (account_sid, language, name)) STRICT;
  CREATE TABLE IF NOT EXISTS twilio_senders (
    sid TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, account_sid TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'ONLINE',
    quality_rating TEXT NOT NULL DEFAULT 'HIGH', webhook TEXT NOT NULL DEFAULT '{}') STRICT;
  CREATE TABLE IF NOT EXISTS twilio_reached (
    account_sid TEXT NOT NULL, person TEXT NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (account_sid, person)) STRICT;
  CREATE INDEX IF NOT EXISTS twilio_reached_at ON twilio_reached (account_sid, last_at);
  CREATE TABLE IF NOT EXISTS twilio_received (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, account_sid TEXT NOT NULL, person TEXT NOT NULL,
    sender TEXT NOT NULL, body TEXT NOT NULL, received_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS twilio_inbound (
    person TEXT NOT NULL, sender TEXT NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (person, sender)) STRICT;
  CREATE TABLE IF NOT EXISTS twilio_opt_outs (
    person TEXT NOT NULL, sender TEXT NOT NULL, PRIMARY KEY (person, sender)) STRICT;
  UPDATE twilio_callbacks SET state = 'due' WHERE state = 'taken';
  UPDATE twilio_acts SET state = 'due' WHERE state = 'taken';
`;

/** What an earlier version did not keep: the names it gave, the messages of people, and reviews that the end of a process cut off. */
const CATCH_UP = `
  INSERT OR IGNORE INTO twilio_template_names (account_sid, language, name)
    SELECT account_sid, language, approval_name FROM twilio_contents WHERE approval_name IS NOT NULL;
  INSERT OR IGNORE INTO twilio_received (sid, account_sid, person, sender, body, received_at)
    SELECT a.sid, m.account_sid, m.recipient, m.sender, coalesce(json_extract(a.button, '$.title'), a.words, ''), a.at
    FROM twilio_acts a JOIN twilio_messages m ON m.sid = a.message_sid
    WHERE a.at IS NOT NULL AND a.kind IN ('reply', 'words', 'stop', 'start') ORDER BY a.at, a.id;
  UPDATE twilio_contents SET decided_at = created_at WHERE approval_name IS NOT NULL AND decided_at IS NULL;
`;

/** Creates the stand-in's tables, and adds to those of an earlier version what they lack. */
export function prepareDatabase(db: DatabaseSync): void {
  db.exec(SCHEMA);
  const columns = db.prepare('PRAGMA table_info(twilio_contents)').all();
  if (!columns.some(({ name }) => name === 'later_status'))
    db.exec('ALTER TABLE twilio_contents ADD COLUMN later_status TEXT');
  db.exec(CATCH_UP);
}
