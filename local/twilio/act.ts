import type { ActKind } from './habits.ts';

/** A row of `twilio_acts`: something a person does after reading a message. */
export interface ActRow {
  readonly id: number;
  /** The message it is about. */
  readonly message_sid: string;
  readonly kind: ActKind;
  /** MessageSid, CallSid or the order's number; null for requests of a link. */
  readonly sid: string | null;
  /** JSON of Action. */
  readonly button: string | null;
  readonly words: string | null;
  /** 1 when it tells once more what another row of the same sid tells. */
  readonly again: 0 | 1;
  readonly attempts: number;
  readonly state: 'due' | 'taken' | 'answered' | 'lost';
  readonly answer: string | null;
  /** Where a link led, or the answer's body. */
  readonly said: string | null;
  /** When it was first told. */
  readonly at: number | null;
  readonly settled_at: number | null;
  // Of the message:
  readonly account_sid: string;
  readonly recipient: string;
  readonly sender: string;
}
