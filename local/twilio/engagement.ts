import type { Action } from './content-types.ts';
import type { ActRow } from './act.ts';
import type { ActKind } from './habits.ts';

/** What a person did. Times in ms since 1970. */
export interface TrueAct {
  readonly kind: ActKind;
  readonly message_sid: string;
  /** Who did it: `whatsapp:+…`. */
  readonly to: string;
  /** MessageSid, CallSid or the order's number; null for requests of a link. The same one twice is one thing told twice. */
  readonly sid: string | null;
  /** The button's title, and what a tap on it gives: its id, its link, its number. */
  readonly button: string | null;
  readonly payload: string | null;
  readonly words: string | null;
  readonly at: number;
  readonly answered_at: number | null;
  readonly attempts: number;
  /** As a callback's. */
  readonly answer: string | null;
  readonly said: string | null;
}

/** A tap that counts, and whether it led to an order. */
export interface TrueClick extends Pick<TrueAct, 'kind' | 'to' | 'at' | 'answered_at'> {
  readonly button: string;
  converted: boolean;
}

export function trueAct(row: ActRow): TrueAct {
  const { title = null, id, url, phone } = JSON.parse(row.button ?? '{}') as Partial<Action>;
  return {
    kind: row.kind,
    message_sid: row.message_sid,
    to: row.recipient,
    sid: row.sid,
    button: title,
    payload: id ?? url ?? phone ?? null,
    words: row.words,
    at: row.at ?? 0,
    answered_at: row.settled_at,
    attempts: row.attempts,
    answer: row.answer,
    said: row.said,
  };
}

/**
 * Each tap once, and the orders they led to: an order is due to its person's last tap before it that led to none.
 * @param acts in the order they were done
 */
export function clicksOf(acts: readonly TrueAct[]): TrueClick[] {
  const known = new Set<string>();
  const ofPerson = new Map<string, TrueClick[]>();
  for (const act of acts) {
    if (act.sid !== null && known.has(act.sid)) continue;
    if (act.sid !== null) known.add(act.sid);
    const clicks = ofPerson.get(act.to) ?? [];
    ofPerson.set(act.to, clicks);
    const { kind, to, at, answered_at, button } = act;
    if (kind === 'reply' || kind === 'url' || kind === 'call') {
      clicks.push({ kind, to, at, answered_at, button: button ?? '', converted: false });
    }
    const due = kind === 'order' ? clicks.findLast(({ converted }) => !converted) : undefined;
    if (due) due.converted = true;
  }
  return [...ofPerson.values()].flat();
}

/** Figures of the acts, as a report should have them. */
export function engagementOf(acts: readonly TrueAct[]) {
  const clicks = clicksOf(acts);
  const people = (kind: ActKind) => new Set(acts.filter((act) => act.kind === kind).map(({ to }) => to)).size;
  return {
    totals: { ...figures(clicks), opted_out: people('stop'), replies: people('words') },
    buttons: [...Map.groupBy(clicks, ({ button }) => button)].map(([title, its]) => ({ title, ...figures(its) })),
    hours: [...Map.groupBy(clicks, ({ at }) => new Date(at).getUTCHours())].map(([hour, its]) => {
      return { hour, clicks: its.length, conversions: its.filter(({ converted }) => converted).length };
    }),
  };
}

function figures(clicks: readonly TrueClick[]) {
  return {
    clicks: clicks.length,
    unique_customers: new Set(clicks.map(({ to }) => to)).size,
    conversions: clicks.filter(({ converted }) => converted).length,
  };
}
