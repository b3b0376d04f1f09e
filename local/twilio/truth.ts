import type { DatabaseSync } from 'node:sqlite';
import type { ActRow } from './act.ts';
import type { Rendered } from './content-types.ts';
import type { Status } from './delivery.ts';
import { engagementOf, trueAct, type TrueAct } from './engagement.ts';
import { history, textOf, type MessageRow } from './message.ts';

/** What really happened, for tests and the demo to compare a report with. Times in ms since 1970. */
export interface Truth {
  readonly totals: {
    readonly created: number;
    /** Messages to the same number with the same StatusCallback, beyond the first. */
    readonly duplicates: number;
    /** Each counts the messages that reached this status: one that was read was also sent and delivered. */
    readonly sent: number;
    readonly delivered: number;
    readonly read: number;
    readonly failed: number;
    readonly undelivered: number;
    /** Creates refused for their rate since the process started, without injected 429s. */
    readonly throttled: number;
    /** Taps, each once: of reply buttons by MessageSid, requests of links by a person's browser, calls by CallSid. */
    readonly clicks: number;
    readonly unique_customers: number;
    /** Orders, each once, of people who had tapped before. */
    readonly conversions: number;
    readonly opted_out: number;
    /** People who wrote words. */
    readonly replies: number;
  };
  /** By the title of the button. */
  readonly buttons: readonly {
    readonly title: string;
    readonly clicks: number;
    readonly unique_customers: number;
    readonly conversions: number;
  }[];
  /** By the hour (UTC) of the tap; hours without any are left out. */
  readonly hours: readonly { readonly hour: number; readonly clicks: number; readonly conversions: number }[];
  /** What people did, in order; duplicates are included. */
  readonly acts: readonly TrueAct[];
  readonly sends: readonly { readonly to: string; readonly status_callback: string | null; readonly count: number }[];
  readonly messages: readonly TrueMessage[];
}

export interface TrueMessage {
  readonly sid: string;
  readonly account_sid: string;
  readonly to: string;
  readonly from: string;
  readonly created_at: number;
  /** The form that created it; a repeated parameter keeps its last value. */
  readonly request: Readonly<Record<string, string>>;
  readonly text: string;
  readonly rendered: Rendered;
  readonly status: Status;
  readonly error_code: number | null;
  readonly history: readonly { readonly status: Status; readonly at: number }[];
  readonly callbacks: readonly TrueCallback[];
}

export interface TrueCallback {
  readonly event: Status;
  readonly attempts: number;
  readonly state: 'due' | 'taken' | 'answered' | 'lost';
  /** The HTTP status, `ct` (no connection) or `rt` (no answer); null while it is outstanding. */
  readonly answer: string | null;
  readonly settled_at: number | null;
}

export function truthOf(db: DatabaseSync, throttled: () => number): () => Truth {
  const totals = db.prepare(`SELECT count(*) AS created, 
      count(callback_url) - count(DISTINCT recipient || ' ' || callback_url) AS duplicates,
    count(*) FILTER (WHERE sent_at <= $now) AS sent, count(*) FILTER (WHERE delivered_at <= $now) AS delivered,
    count(*) FILTER (WHERE read_at <= $now) AS read,
    count(*) FILTER (WHERE failed_at <= $now AND failure = 'failed') AS failed,
    count(*) FILTER (WHERE failed_at <= $now AND failure = 'undelivered') AS undelivered
    FROM twilio_messages`);
  const sends = db.prepare(`SELECT recipient AS "to", callback_url AS status_callback, count(*) AS count
    FROM twilio_messages GROUP BY recipient, callback_url`);
  const messages = db.prepare('SELECT * FROM twilio_messages ORDER BY id');
  const acts = db.prepare(`SELECT a.*, m.account_sid, m.recipient, m.sender
    FROM twilio_acts a JOIN twilio_messages m ON m.sid = a.message_sid
    WHERE a.at IS NOT NULL ORDER BY a.at, a.id`);
  const callbacks = db.prepare('SELECT * FROM twilio_callbacks ORDER BY id');

  return () => {
    const now = Date.now();
    const callbacksBySid = Map.groupBy(
      callbacks.all() as unknown as (TrueCallback & { sid: string })[],
      ({ sid }) => sid,
    );
    const performed = (acts.all() as unknown as ActRow[]).map(trueAct);
    const engagement = engagementOf(performed);
    const counted = totals.get({ now }) as unknown as Truth['totals'];
    return {
      totals: { ...counted, throttled: throttled(), ...engagement.totals },
      buttons: engagement.buttons,
      hours: engagement.hours,
      acts: performed,
      sends: sends.all() as unknown as Truth['sends'],
      messages: (messages.all() as unknown as MessageRow[]).map((row) =>
        trueMessage(row, callbacksBySid.get(row.sid) ?? [], now),
      ),
    };
  };
}

function trueMessage(row: MessageRow, callbacks: readonly TrueCallback[], now: number): TrueMessage {
  const past = history(row, now);
  const rendered = JSON.parse(row.rendered) as Rendered;
  const status = past.at(-1)?.status ?? 'queued';
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    to: row.recipient,
    from: row.sender,
    created_at: row.created_at,
    request: Object.fromEntries(new URLSearchParams(row.request)),
    text: textOf(rendered),
    rendered,
    status,
    error_code: status === row.failure ? row.error_code : null,
    history: past,
    callbacks: callbacks.map(({ event, attempts, state, answer, settled_at }) => {
      return { event, attempts, state, answer, settled_at };
    }),
  };
}
