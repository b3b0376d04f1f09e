import type { Person } from './customers.ts';

export type Status = 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'undelivered';

/** Everything that will happen to a message, decided when it is created. Times in ms since 1970. */
export interface Delivery {
  readonly sent_at: number | null;
  readonly delivered_at: number | null;
  readonly read_at: number | null;
  readonly failed_at: number | null;
  readonly failure: 'failed' | 'undelivered' | null;
  readonly error_code: number | null;
}

export interface Callback {
  readonly event: Status;
  readonly due_at: number;
}

export interface DelayRange {
  readonly min: number;
  readonly max: number;
}

/** How long after the last callback a late one, or a duplicate, is sent. */
const LATE_MS = 20;

/** @param refusal the error code of a channel that does not deliver the message at all */
export function deliver(person: Person, refusal: number | undefined, now: number, delay: DelayRange) {
  const events = refusal ? (['failed'] as const) : eventsOf(person);
  const steps = events.map((event, i) => ({
    event,
    // Not before the answer, which never tells of more than `queued`.
    due_at: Math.max(now + 1, Math.round(now + delay.min + (person.pace[i] ?? 1) * (delay.max - delay.min))),
  }));
  const at = (event: Status) => steps.find((step) => step.event === event)?.due_at ?? null;
  const failure = events.find((event) => event === 'failed' || event === 'undelivered') ?? null;
  const delivery: Delivery = {
    sent_at: at('sent'),
    delivered_at: at('delivered'),
    read_at: at('read'),
    failed_at: failure && at(failure),
    failure,
    error_code: refusal ?? (failure === 'failed' ? 63024 : failure === 'undelivered' ? 63049 : null),
  };
  return { delivery, callbacks: callbacksOf(person, steps) };
}

function eventsOf({ gets, reads }: Person): readonly Exclude<Status, 'queued'>[] {
  if (gets === 'failed') return ['failed'];
  if (gets === 'undelivered') return ['sent', 'undelivered'];
  if (gets === 'blocked') return ['sent'];
  return reads ? ['sent', 'delivered', 'read'] : ['sent', 'delivered'];
}

function callbacksOf({ lateCallback, duplicate }: Person, steps: readonly Callback[]): Callback[] {
  const afterwards = (steps.at(-1)?.due_at ?? 0) + LATE_MS;
  const callbacks = steps.map((step, i) =>
    i === lateCallback && i < steps.length - 1 ? { ...step, due_at: afterwards } : step,
  );
  return duplicate
    ? [...callbacks, ...callbacks.map((callback) => ({ ...callback, due_at: afterwards + LATE_MS }))]
    : callbacks;
}
