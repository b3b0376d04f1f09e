import type { DatabaseSync } from 'node:sqlite';

const DAY_MS = 86_400_000;

/** Whom each account wrote to first, outside windows, in the last 24 h. */
export interface Reach {
  /** Counts a person, unless that would be more than `limit` people. @returns whether they may be written to */
  allows(accountSid: string, person: string, limit: number): boolean;
}

export function reach(db: DatabaseSync): Reach {
  const remove = db.prepare('DELETE FROM twilio_reached WHERE account_sid = ? AND last_at <= ?');
  const select = db.prepare('SELECT 1 FROM twilio_reached WHERE account_sid = ? AND person = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO twilio_reached (account_sid, person, last_at) VALUES (?, ?, ?)');
  const counted = db.prepare('SELECT count(*) AS people FROM twilio_reached WHERE account_sid = ?');
  // Counting tens of thousands of rows for each message would take longer than the message.
  const counts = new Map<string, number>();

  return {
    allows(accountSid, person, limit) {
      const now = Date.now();
      const before = counts.get(accountSid) ?? (counted.get(accountSid) as { people: number }).people;
      const people = before - Number(remove.run(accountSid, now - DAY_MS).changes);
      const isNew = select.get(accountSid, person) === undefined;
      counts.set(accountSid, people);
      if (isNew && people >= limit) return false;
      upsert.run(accountSid, person, now);
      counts.set(accountSid, people + (isNew ? 1 : 0));
      return true;
    },
  };
}
