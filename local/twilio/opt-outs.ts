import type { DatabaseSync } from 'node:sqlite';

const STOP = /^\s*(stop|unsubscribe|end|quit|stopall|revoke|optout|cancel)\s*$/i;
const START = /^\s*(start|unstop)\s*$/i;

/** Twilio's own list of people who opted out of a sender. Addresses are `whatsapp:+…`. */
export interface OptOuts {
  /** A person wrote to a sender. */
  wrote(person: string, sender: string, words: string): void;
  has(person: string, sender: string): boolean;
}

export function optOuts(db: DatabaseSync): OptOuts {
  const add = db.prepare('INSERT OR IGNORE INTO twilio_opt_outs (person, sender) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM twilio_opt_outs WHERE person = ? AND sender = ?');
  const select = db.prepare('SELECT 1 FROM twilio_opt_outs WHERE person = ? AND sender = ?');
  return {
    wrote(person, sender, words) {
      if (STOP.test(words)) add.run(person, sender);
      if (START.test(words)) remove.run(person, sender);
    },
    has: (person, sender) => select.get(person, sender) !== undefined,
  };
}
