import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../aws/database.ts';
import type { Outcome } from './requester.ts';

const MAX_IN_FLIGHT = 32;
const TICK_MS = 10;
/** Retries come after 0.1, 0.3, 0.9, 2.7 and 8.1 s: five of them within Twilio's 15 s. */
const FIRST_RETRY_MS = 100;

/** A row that is due: its id, and how often it was tried before. */
export interface Due {
  readonly outgoing_id: number;
  readonly attempts: number;
}

export interface Outbox {
  /** To be called after storing so many more rows. */
  added(count: number): void;
  /** Begins to send when the outbox was held. */
  deliver(): void;
  /** Resolves when no row is outstanding. */
  settled(): Promise<void>;
  /** Stops. What is outstanding is sent by the next process on this database. */
  close(): void;
}

interface Sending<Row extends Due> {
  /** Has the columns state, due_at, attempts, answer and settled_at. */
  readonly table: 'twilio_callbacks' | 'twilio_acts';
  /** Selects due rows; its two parameters are the time and the maximum number of rows. */
  readonly select: string;
  readonly attempt: (due: Row) => Promise<{ readonly outcome: Outcome; readonly mayRetry: boolean }>;
  /** Whether nothing is sent before `deliver` is called. */
  readonly held: boolean;
}

/** Sends the rows of a table, each when it is due. */
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
    const rows = dueAt.all(Date.now(), MAX_IN_FLIGHT - inFlight) as unknown as Row[];
    if (rows.length > 0) transaction(db, () => rows.forEach(({ outgoing_id }) => take.run(outgoing_id)));
    inFlight += rows.length;
    for (const due of rows) void send(due);
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
