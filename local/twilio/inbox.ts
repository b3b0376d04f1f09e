import type { DatabaseSync } from 'node:sqlite';
import type { OptOuts } from './opt-outs.ts';
import { receivedMessages } from './received.ts';
import type { Rules } from './rules.ts';
import type { Windows } from './window.ts';
import { writesFrom } from './writer.ts';

export interface Written {
  readonly sid: string;
  readonly account_sid: string;
  /** As they were sent to: `whatsapp:+…`. */
  readonly person: string;
  readonly sender: string;
  readonly words: string;
}

/** What follows for Twilio from a message of a person. */
export interface Inbox {
  /** Opens the window, notes STOP and START, keeps the message. @returns the address that it comes from */
  receive(written: Written): string;
  addressOf(person: string): string;
}

export function inboxOf(db: DatabaseSync, windows: Windows, optOuts: OptOuts, rules: Rules): Inbox {
  const keep = receivedMessages(db);
  const addressOf = (person: string) => writesFrom(person, rules);
  return {
    addressOf,
    receive({ person, sender, words, ...message }) {
      const from = addressOf(person);
      windows.opened(person, sender);
      optOuts.wrote(person, sender, words);
      keep({ ...message, sender, person: from, body: words, received_at: Date.now() });
      return from;
    },
  };
}
