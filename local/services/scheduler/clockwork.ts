import { readExpression } from './expression.ts';
import type { Schedule } from './schedule.ts';
import type { scheduleStore, ScheduleRow } from './schedule-store.ts';

/** Node's longest timer. */
const MAX_TIMER = 2_147_483_647;

export interface ClockworkOptions {
  readonly store: ReturnType<typeof scheduleStore>;
  /** Settles when a schedule's target has been called for good, whatever came of it. */
  readonly deliver: (one: Schedule) => Promise<void>;
  readonly now: () => number;
}

/**
 * Fires schedules when they are due. One that fires once is kept until its target was called, so that the death of the
 * process in between makes it fire again.
 */
export function clockwork({ store, deliver, now }: ClockworkOptions) {
  const underWay = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  async function fire(row: ScheduleRow): Promise<void> {
    const one = JSON.parse(row.schedule) as Schedule;
    const times = readExpression(one.ScheduleExpression)!;
    if ('every' in times) store.move(row, now() + times.every);
    underWay.add(keyOf(row));
    await deliver(one);
    underWay.delete(keyOf(row));
    if (!running || 'every' in times) return;
    if (one.ActionAfterCompletion === 'DELETE') store.complete(row);
    else store.move(row, null);
  }

  function arm(): void {
    clearTimeout(timer);
    if (!running) return;
    const pending = store.pending().filter((row) => !underWay.has(keyOf(row)));
    for (const row of pending) if (row.next_at! <= now()) void fire(row).then(arm);
    const next = pending.find((row) => row.next_at! > now());
    if (next) timer = setTimeout(arm, Math.min(next.next_at! - now(), MAX_TIMER));
  }

  return {
    /** To be called after every change. */
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
