import type { Action } from './content-types.ts';
import type { ActRow } from './act.ts';
import type { ActKind } from './habits.ts';

/** What a person did. Times in ms since 1970. */
export interface TrueAct {
  readonly kind: ActKind;
  readonly message_sid: string;
  /** Who did it: `whatsapp:+…`. */
  readonly to: string;
  /** MessageSid, CallSid or the order's number; null for requests of a link. Two acts with the same one are duplicates. */
  readonly sid: string | null;
  /** The button's title, and its payload: its id, its link or its number. */
  readonly button: string | null;
  readonly payload: string | null;
  readonly words: string | null;
  readonly at: number;
  readonly answered_at: number | null;
  readonly attempts: number;
  /** As that of a callback. */
  readonly answer: string | null;
  /** The location that a link redirected to, or the body of the answer. */
  readonly said: string | null;
}

/** A tap, counted once, and whether it led to an order. */
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
 * Each tap once, and the orders they led to: an order is attributed to the person's last tap that has none yet.
 * @param acts in the order in which they happened
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
    const attributed = kind === 'order' ? clicks.findLast(({ converted }) => !converted) : undefined;
    if (attributed) attributed.converted = true;
  }
  return [...ofPerson.values()].flat();
}

/** The figures that a report of these acts should have. */
export function engagementOf(acts: readonly TrueAct[]) {
  const clicks = clicksOf(acts);
  const people = (kind: ActKind) => new Set(acts.filter((act) => act.kind === kind).map(({ to }) => to)).size;
  return {
    totals: { ...figures(clicks), opted_out: people('stop'), replies: people('words') },
    buttons: [...Map.groupBy(clicks, ({ button }) => button)].map(([title, taps]) => ({ title, ...figures(taps) })),
    hours: [...Map.groupBy(clicks, ({ at }) => new Date(at).getUTCHours())].map(([hour, taps]) => {
      return { hour, clicks: taps.length, conversions: taps.filter(({ converted }) => converted).length };
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
