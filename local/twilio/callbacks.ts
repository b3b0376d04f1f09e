import type { DatabaseSync } from 'node:sqlite';
import { callbackParameters } from './callback-request.ts';
import type { Status } from './delivery.ts';
import type { MessageRow } from './message.ts';
import { outbox, type Due, type Outbox } from './outbox.ts';
import type { Requester } from './requester.ts';
import { connectionOverrides, signedForm } from './signed-form.ts';

interface DueCallback extends MessageRow, Due {
  readonly event: Status;
}

interface Dependencies {
  readonly http: Requester;
  readonly authTokenOf: (accountSid: string) => string;
  readonly held: boolean;
}

/**
 * Reports to the status callback URLs of messages. A callback that was made late waits for the answer to the later
 * ones of its message (their ids follow its own): a busy machine would else send both at once.
 */
export function statusCallbacks(db: DatabaseSync, { http, authTokenOf, held }: Dependencies): Outbox {
  return outbox<DueCallback>(db, {
    table: 'twilio_callbacks',
    select: `SELECT m.*, c.id AS outgoing_id, c.event, c.attempts
      FROM twilio_callbacks c JOIN twilio_messages m USING (sid)
      WHERE c.state = 'due' AND c.due_at <= ? AND NOT EXISTS (
        SELECT 1 FROM twilio_callbacks later
        WHERE later.id IN (c.id + 1, c.id + 2) AND later.sid = c.sid
          AND later.due_at < c.due_at AND later.state IN ('due', 'taken'))
      ORDER BY c.due_at LIMIT ?`,
    held,
    async attempt(due) {
      const { url, mayRetry } = connectionOverrides(due.callback_url ?? '');
      const parameters = callbackParameters(due, due.event);
      const { outcome } = await http.send(
        signedForm(authTokenOf(due.account_sid), url, parameters, `${due.sid}-${due.event}`),
      );
      return { outcome, mayRetry: mayRetry(outcome, due.attempts + 1) };
    },
  });
}
