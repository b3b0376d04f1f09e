import type { DatabaseSync } from 'node:sqlite';
import type { Outcome } from './requester.ts';

const IN_FLIGHT = 32;
const TICK_MS = 10;
/** Retries come after 0.1, 0.3, 0.9, 2.7 and 8.1 s: five of them within Twilio's 15 s. */
const FIRST_RETRY_MS = 100;

/** What is due: a row's id and how often it was tried before. */
export interface Due {
  readonly outgoing_id: number;
  readonly attempts: number;
}

export interface Outbox {
  /** So many more were stored. */
  added(count: number): void;
  /** Lets what is held go. */
  deliver(): void;
  /** Resolves once none is outstanding. */
  settled(): Promise<void>;
  /** Stops; what is outstanding goes on with the next process on this database. */
  close(): void;
}

interface Sending<Row extends Due> {
  /** Has the columns state, due_at, attempts, answer and settled_at. */
  readonly table: 'twilio_callbacks' | 'twilio_acts';
  /** Of what is due at a time, so many at most: the two parameters. */
  readonly select: string;
  readonly attempt: (due: Row) => Promise<{ readonly outcome: Outcome; readonly mayRetry: boolean }>;
  /** Whether nothing goes out before `deliver` is called. */
  readonly held: boolean;
}

/** Sends what is stored in a table, each row when it is due. */
export function outbox<Row extends Due>(db: DatabaseSync, { table, select, attempt, held }: Sending<Row>): Outbox {
  const dueAt = db.prepare(select);
  const take = db.prepare(`UPDATE ${table} SET state = 'taken', attempts = attempts + 1 WHERE id = ?`);
  const retry = db.prepare(`UPDATE ${table} SET state = 'due', due_at = ? WHERE id = ?`);
  const finish = db.prepare(`UPDATE ${table} SET state = ?, answer = ?, settled_at = ? WHERE id = ?`);
  const count = db.prepare(`SELECT count(*) AS due FROM ${table} WHERE state = 'due'`);

  let outstanding = (count.get() as { due: number }).due;
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;
  let holding = held;
  let closed = false;
  let waiting: (() => void)[] = [];

  function tick(): void {
    timer = undefined;
    for (const due of dueAt.all(Date.now(), IN_FLIGHT - inFlight) as unknown as Row[]) {
      inFlight++;
      take.run(due.outgoing_id);
      void send(due);
    }
    wake();
  }

  function wake(): void {
    if (outstanding > 0 && !closed && !holding) timer ??= setTimeout(tick, TICK_MS);
  }

  async function send(due: Row): Promise<void> {
    const { outcome, mayRetry } = await attempt(due);
    inFlight--;
    if (closed) return;
    const now = Date.now();
    const accepted = typeof outcome === 'number' && outcome < 400;
    if (!accepted && mayRetry) {
      retry.run(now + FIRST_RETRY_MS * 3 ** due.attempts, due.outgoing_id);
      return;
    }
    finish.run(accepted ? 'answered' : 'lost', String(outcome), now, due.outgoing_id);
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
    },
  };
}
