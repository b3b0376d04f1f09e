import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { readMessageToken } from '../../shared/message/message-token.ts';

/** What the stand-in has of one message: how often it was created, and what became of it by now. */
export interface TrueMessage {
  readonly customer_id: string;
  readonly created: number;
  readonly delivered: boolean;
  readonly read: boolean;
  readonly failed: boolean;
  /** A callback that it gave up, since nobody answered. */
  readonly unheard: boolean;
}

interface Row {
  readonly callback_url: string;
  readonly created: number;
  readonly delivered_at: number | null;
  readonly read_at: number | null;
  readonly failed_at: number | null;
  readonly lost: number;
}

const MESSAGES = `SELECT callback_url, count(*) AS created, min(delivered_at) AS delivered_at, min(read_at) AS read_at,
    min(failed_at) AS failed_at,
    (SELECT count(*) FROM twilio_callbacks c WHERE c.sid = m.sid AND c.state = 'lost') AS lost
  FROM twilio_messages m WHERE callback_url IS NOT NULL GROUP BY recipient, callback_url`;

const MAX_COPIES = 5;

/**
 * Reads a copy of the stand-in's file, since its process lets nobody else open it; and not what its API shows, since that would
 * put everything into the memory that is measured. A copy may be torn by a write in between: then another is made.
 */
function reading<Value>(folder: string, read: (db: DatabaseSync) => Value): Value {
  for (let tried = 1; ; tried += 1) {
    const copies = mkdtempSync(join(tmpdir(), 'herald-soak-copy-'));
    try {
      for (const name of ['stand-in.db', 'stand-in.db-wal'])
        if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copies, name));
      const db = new DatabaseSync(join(copies, 'stand-in.db'));
      try {
        return read(db);
      } finally {
        db.close();
      }
    } catch (error) {
      if (tried === MAX_COPIES) throw error;
    } finally {
      rmSync(copies, { recursive: true });
    }
  }
}

/** The stand-in's own record: every message of a campaign, by campaign. Replies to taps are in none. */
export function readTruth(folder: string): ReadonlyMap<string, readonly TrueMessage[]> {
  const rows = reading(folder, (db) => db.prepare(MESSAGES).all() as unknown as Row[]);
  const now = Date.now();
  const isPast = (at: number | null) => at !== null && at <= now;
  const messages = rows.flatMap(({ callback_url, created, delivered_at, read_at, failed_at, lost }) => {
    const reference = readMessageToken(new URL(callback_url).searchParams.get('m') ?? '');
    const became = { delivered: isPast(delivered_at), read: isPast(read_at), failed: isPast(failed_at) };
    return reference ? [{ ...reference, created, ...became, unheard: lost > 0 }] : [];
  });
  return Map.groupBy(messages, ({ campaign_id }) => campaign_id);
}

/** How many messages the stand-in has created. */
export function countMessages(folder: string): number {
  const count = (db: DatabaseSync) => db.prepare('SELECT count(*) AS count FROM twilio_messages').get()?.['count'];
  return Number(reading(folder, count));
}
