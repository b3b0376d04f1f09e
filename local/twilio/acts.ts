import { randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementResultingChanges } from 'node:sqlite';
import { callRequest, inboundRequest, linkRequest } from './act-request.ts';
import type { Inbox } from './inbox.ts';
import type { ActRow } from './act.ts';
import type { Action, Rendered } from './content-types.ts';
import type { DelayRange } from './delivery.ts';
import type { Act, ActKind } from './habits.ts';
import type { MessageRow } from './message.ts';
import { outbox, type Due, type Outbox } from './outbox.ts';
import type { Outcome, OutgoingRequest, Requester } from './requester.ts';
import { connectionOverrides } from './signed-form.ts';

/** How long after the first a duplicate is sent: often while the first is still being handled. */
const DUPLICATE_AFTER_MS = 20;
/** How often a shop reports an order before it gives up. */
const MAX_SHOP_ATTEMPTS = 5;

/** Where people's acts are reported. The URLs may have Twilio's connection overrides. */
export interface Webhooks {
  /** For messages to a sender. */
  readonly inbound: string;
  /** For calls to a number of a button. */
  readonly voice: string;
  /** Reports an order. @returns the HTTP status of the answer */
  readonly shop: (order: { readonly phone_number: string; readonly reference: string }) => Promise<number>;
}

/** A message, and when it was read, in ms since 1970. */
export type ActedOn = Pick<MessageRow, 'sid'> & { readonly read_at: number };

interface Dependencies {
  readonly http: Requester;
  readonly inbox: Inbox;
  readonly authTokenOf: (accountSid: string) => string;
  readonly delay: DelayRange;
  /** What the person does about a message with these buttons. */
  readonly actsOf: (address: string, actions: readonly Action[], message: ActedOn) => readonly Act[];
}

export interface Acts extends Pick<Outbox, 'settled' | 'close'> {
  /** Stores what the recipient of a message will do about it. */
  plan(message: MessageRow): void;
  /** Lets people act. Until then nobody does. */
  deliver(webhooks: Webhooks): void;
}

type DueAct = ActRow & Due;

/** Lets people act on messages with buttons, each of them one act after the other. */
export function peopleActing(db: DatabaseSync, dependencies: Dependencies): Acts {
  const { http, inbox, authTokenOf, delay, actsOf } = dependencies;
  const insert = db.prepare(`INSERT INTO twilio_acts (message_sid, kind, sid, button, words, again, due_at, after_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const begin = db.prepare('UPDATE twilio_acts SET at = coalesce(at, ?) WHERE id = ?');
  const answered = db.prepare('UPDATE twilio_acts SET said = ? WHERE id = ?');
  let webhooks: Webhooks | undefined;
  let closed = false;

  const queue = outbox<DueAct>(db, {
    table: 'twilio_acts',
    select: `SELECT a.*, a.id AS outgoing_id, m.account_sid, m.recipient, m.sender
      FROM twilio_acts a JOIN twilio_messages m ON m.sid = a.message_sid
      WHERE a.state = 'due' AND a.due_at <= ? AND NOT EXISTS
        (SELECT 1 FROM twilio_acts b WHERE b.id = a.after_id AND b.state IN ('due', 'taken'))
      ORDER BY a.due_at LIMIT ?`,
    held: true,
    attempt,
  });

  async function attempt(act: DueAct): Promise<{ outcome: Outcome; mayRetry: boolean }> {
    begin.run(Date.now(), act.id);
    if (act.kind === 'order') return order(act);
    const { request, mayRetry } = requestOf(act);
    const { outcome, headers, body } = await http.send(request);
    if (!closed) answered.run(headers.location ?? body, act.id);
    return { outcome, mayRetry: mayRetry(outcome, act.attempts + 1) };
  }

  async function order({ recipient, sid, attempts }: DueAct): Promise<{ outcome: Outcome; mayRetry: boolean }> {
    const reported = webhooks!.shop({ phone_number: recipient.replace('whatsapp:', ''), reference: sid ?? '' });
    return { outcome: await reported.catch(() => 'rt' as const), mayRetry: attempts + 1 < MAX_SHOP_ATTEMPTS };
  }

  function requestOf(act: DueAct): {
    request: OutgoingRequest;
    mayRetry: (outcome: Outcome, attempts: number) => boolean;
  } {
    if (act.kind === 'url' || act.kind === 'preview' || act.kind === 'probe') {
      const { url, mayRetry } = connectionOverrides((JSON.parse(act.button ?? '{}') as Action).url ?? '');
      return { request: linkRequest(act, url), mayRetry };
    }
    const { url, mayRetry } = connectionOverrides(act.kind === 'call' ? webhooks!.voice : webhooks!.inbound);
    const authToken = authTokenOf(act.account_sid);
    if (act.kind === 'call') return { request: callRequest(act, authToken, url), mayRetry };
    const button = act.button ? (JSON.parse(act.button) as Action) : undefined;
    const { sid, account_sid, recipient: person, sender, message_sid } = act;
    const written = { sid: sid ?? '', account_sid, person, sender, words: button?.title ?? act.words ?? '' };
    const from = act.again ? inbox.addressOf(person) : inbox.receive(written);
    const tapped = button && { button, message_sid };
    return { request: inboundRequest({ ...written, from, tapped }, authToken, url), mayRetry };
  }

  return {
    plan({ sid: message, recipient, read_at, rendered }) {
      const { actions = [] } = JSON.parse(rendered) as Rendered;
      if (!webhooks || read_at === null || actions.length === 0) return;
      let at = read_at;
      let after: number | bigint | null = null;
      let count = 0;
      for (const { kind, button, words, twice, pause } of actsOf(recipient, actions, { sid: message, read_at })) {
        at = Math.round(at + delay.min + pause * (delay.max - delay.min));
        const what = [message, kind, sidOf(kind), button ? JSON.stringify(button) : null, words ?? null] as const;
        const { lastInsertRowid }: StatementResultingChanges = insert.run(...what, 0, at, after);
        if (twice) insert.run(...what, 1, at + DUPLICATE_AFTER_MS, after);
        after = lastInsertRowid;
        count += twice ? 2 : 1;
      }
      queue.added(count);
    },
    deliver(given) {
      webhooks = given;
      queue.deliver();
    },
    settled: () => (webhooks ? queue.settled() : Promise.resolve()),
    close() {
      closed = true;
      queue.close();
    },
  };
}

function sidOf(kind: ActKind): string | null {
  if (kind === 'url' || kind === 'preview' || kind === 'probe') return null;
  const prefix = kind === 'call' ? 'CA' : kind === 'order' ? 'order-' : 'SM';
  return prefix + randomBytes(16).toString('hex');
}
