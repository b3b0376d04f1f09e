import type { DatabaseSync } from 'node:sqlite';
import type { Rules } from './rules.ts';

const DAY_MS = 86_400_000;
/** As long as somebody is a member of the sandbox. */
const MEMBER_MS = 3 * DAY_MS;

/** The 24 h after each inbound message in which WhatsApp allows free-form ones. Addresses are `whatsapp:+…`. */
export interface Windows {
  /** A person wrote to a sender. */
  opened(person: string, sender: string): void;
  isOpen(person: string, sender: string): boolean;
  /** Whether a person wrote to a sender in the last three days. */
  hasJoined(person: string, sender: string): boolean;
}

/** Without the rule `closed_windows`, every window is open. */
export function windows(db: DatabaseSync, rules: Rules): Windows {
  const upsert = db.prepare('INSERT OR REPLACE INTO twilio_inbound (person, sender, last_at) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT 1 FROM twilio_inbound WHERE person = ? AND sender = ? AND last_at > ?');
  return {
    opened: (person, sender) => void upsert.run(person, sender, Date.now()),
    isOpen: (person, sender) =>
      !rules.holds('closed_windows') || select.get(person, sender, Date.now() - DAY_MS) !== undefined,
    hasJoined: (person, sender) => select.get(person, sender, Date.now() - MEMBER_MS) !== undefined,
  };
}
