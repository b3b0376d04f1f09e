import type { DatabaseSync } from 'node:sqlite';
import type { Rules } from './rules.ts';

const DAY_MS = 86_400_000;

/** The 24 h after each inbound message in which WhatsApp allows free-form ones. Addresses are `whatsapp:+…`. */
export interface Windows {
  /** A person wrote to a sender. */
  opened(person: string, sender: string): void;
  isOpen(person: string, sender: string): boolean;
  /** Whether a person has ever written to a sender. */
  hasWritten(person: string, sender: string): boolean;
}

/** Without the rule `closed_windows`, every window is open. */
export function windows(db: DatabaseSync, rules: Rules): Windows {
  const upsert = db.prepare('INSERT OR REPLACE INTO twilio_inbound (person, sender, last_at) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT 1 FROM twilio_inbound WHERE person = ? AND sender = ? AND last_at > ?');
  return {
    opened: (person, sender) => void upsert.run(person, sender, Date.now()),
    isOpen: (person, sender) =>
      !rules.holds('closed_windows') || select.get(person, sender, Date.now() - DAY_MS) !== undefined,
    hasWritten: (person, sender) => select.get(person, sender, 0) !== undefined,
  };
}
