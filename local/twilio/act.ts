import type { ActKind } from './habits.ts';

/** A row of `twilio_acts`: something that a person does after reading a message. */
export interface ActRow {
  readonly id: number;
  /** The message that the person reacts to. */
  readonly message_sid: string;
  readonly kind: ActKind;
  /** MessageSid, CallSid or the order's number; null for requests of a link. */
  readonly sid: string | null;
  /** JSON of Action. */
  readonly button: string | null;
  readonly words: string | null;
  /** 1 for the duplicate of another row with the same sid. */
  readonly again: 0 | 1;
  readonly attempts: number;
  readonly state: 'due' | 'taken' | 'answered' | 'lost';
  readonly answer: string | null;
  /** The location that a link redirected to, or the body of the answer. */
  readonly said: string | null;
  /** When it was first sent. */
  readonly at: number | null;
  readonly settled_at: number | null;
  // Of the message:
  readonly account_sid: string;
  readonly recipient: string;
  readonly sender: string;
}
