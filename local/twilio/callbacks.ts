import type { DatabaseSync } from 'node:sqlite';
import { callbackParameters, connectionOverrides, sign } from './callback-request.ts';
import type { Status } from './delivery.ts';
import type { MessageRow } from './message.ts';
import { formPoster } from './post-form.ts';

const IN_FLIGHT = 32;
const TICK_MS = 10;
/** Retries come after 0.1, 0.3, 0.9, 2.7 and 8.1 s: five of them within Twilio's 15 s. */
const FIRST_RETRY_MS = 100;

interface DueCallback extends MessageRow {
  readonly callback_id: number;
  readonly event: Status;
  readonly attempts: number;
}

export interface StatusCallbacks {
  /** So many more were stored. */
  added(count: number): void;
  /** Lets what is held go. */
  deliver(): void;
  /** Resolves once none is outstanding. */
  settled(): Promise<void>;
  /** Stops; what is outstanding goes on with the next process on this database. */
  close(): void;
}

/** @param held whether nothing goes out before `deliver` is called */
export function statusCallbacks(
  db: DatabaseSync,
  authTokenOf: (accountSid: string) => string,
  held: boolean,
): StatusCallbacks {
  const select = db.prepare(`SELECT m.*, c.id AS callback_id, c.event, c.attempts
    FROM twilio_callbacks c JOIN twilio_messages m USING (sid)
    WHERE c.state = 'due' AND c.due_at <= ? ORDER BY c.due_at LIMIT ?`);
  const take = db.prepare("UPDATE twilio_callbacks SET state = 'taken', attempts = attempts + 1 WHERE id = ?");
  const retry = db.prepare("UPDATE twilio_callbacks SET state = 'due', due_at = ? WHERE id = ?");
  const finish = db.prepare('UPDATE twilio_callbacks SET state = ?, answer = ?, settled_at = ? WHERE id = ?');
  const count = db.prepare("SELECT count(*) AS due FROM twilio_callbacks WHERE state = 'due'");

  const poster = formPoster(IN_FLIGHT);
  let outstanding = (count.get() as { due: number }).due;
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;
  let holding = held;
  let closed = false;
  let waiting: (() => void)[] = [];

  function tick(): void {
    timer = undefined;
    for (const due of select.all(Date.now(), IN_FLIGHT - inFlight) as unknown as DueCallback[]) {
      inFlight++;
      take.run(due.callback_id);
      void attempt(due);
    }
    wake();
  }

  function wake(): void {
    if (outstanding > 0 && !closed && !holding) timer ??= setTimeout(tick, TICK_MS);
  }

  async function attempt(due: DueCallback): Promise<void> {
    const { url, mayRetry } = connectionOverrides(due.callback_url ?? '');
    const parameters = callbackParameters(due, due.event);
    const outcome = await poster.post(url, new URLSearchParams(parameters).toString(), {
      'x-twilio-signature': sign(authTokenOf(due.account_sid), url, parameters),
      'i-twilio-idempotency-token': `${due.sid}-${due.event}`,
    });
    inFlight--;
    if (closed) return;
    const now = Date.now();
    const accepted = typeof outcome === 'number' && outcome < 400;
    if (!accepted && mayRetry(outcome, due.attempts + 1)) {
      retry.run(now + FIRST_RETRY_MS * 3 ** due.attempts, due.callback_id);
      return;
    }
    finish.run(accepted ? 'answered' : 'lost', String(outcome), now, due.callback_id);
    outstanding--;
    if (outstanding > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  wake();
  return {
    added(more) {
      outstanding += more;
      wake();
    },
    deliver() {
      holding = false;
      wake();
    },
    settled: () => (outstanding === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close() {
      closed = true;
      clearTimeout(timer);
      poster.close();
    },
  };
}
