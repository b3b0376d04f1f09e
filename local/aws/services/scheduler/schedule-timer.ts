import { readExpression } from './expression.ts';
import type { Schedule } from './schedule.ts';
import type { scheduleStore, ScheduleRow } from './schedule-store.ts';

/** Node's longest timer, in milliseconds. */
const MAX_TIMER = 2_147_483_647;

export interface ScheduleTimerOptions {
  readonly store: ReturnType<typeof scheduleStore>;
  /** Settles when a schedule's target has been called for the last time, with whatever result. */
  readonly deliver: (schedule: Schedule) => Promise<void>;
  readonly now: () => number;
}

/**
 * Fires schedules when they are due. One that fires once is kept until its target has been called: when the process dies
 * before that, it fires again.
 */
export function scheduleTimer({ store, deliver, now }: ScheduleTimerOptions) {
  const firing = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  async function fire(row: ScheduleRow): Promise<void> {
    const schedule = JSON.parse(row.schedule) as Schedule;
    const timing = readExpression(schedule.ScheduleExpression)!;
    if ('every' in timing) store.setNext(row, now() + timing.every);
    firing.add(keyOf(row));
    await deliver(schedule);
    firing.delete(keyOf(row));
    if (!running || 'every' in timing) return;
    if (schedule.ActionAfterCompletion === 'DELETE') store.complete(row);
    else store.setNext(row, null);
  }

  function arm(): void {
    clearTimeout(timer);
    if (!running) return;
    const pending = store.pending().filter((row) => !firing.has(keyOf(row)));
    // Read once: what becomes due between two readings would be neither fired nor waited for.
    const at = now();
    for (const row of pending) if (row.next_at! <= at) void fire(row).then(arm);
    const next = pending.find((row) => row.next_at! > at);
    if (next) timer = setTimeout(arm, Math.min(next.next_at! - at, MAX_TIMER));
  }

  return {
    /** To be called after every change of a schedule. */
    arm,
    start(): void {
      running = true;
      arm();
    },
    stop(): void {
      running = false;
      clearTimeout(timer);
    },
  };
}

function keyOf({ group_name, name, version }: ScheduleRow): string {
  return `${group_name}/${name}#${version}`;
}
