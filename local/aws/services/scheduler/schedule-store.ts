import type { DatabaseSync } from 'node:sqlite';

import { readExpression } from './expression.ts';
import type { Schedule } from './schedule.ts';

/** Times in milliseconds since 1970. */
export interface ScheduleRow {
  readonly group_name: string;
  readonly name: string;
  /** The schedule as JSON. */
  readonly schedule: string;
  readonly created_at: number;
  readonly changed_at: number;
  /** Null when it fires no more: a one-time schedule that has fired, or one that is disabled. */
  readonly next_at: number | null;
  /** Changes with every change of the schedule, so that one that fired is not mistaken for its successor. */
  readonly version: number;
}

export type ScheduleStore = ReturnType<typeof scheduleStore>;

/** Schedules on disk: what became due while nothing ran is due at the next start. */
export function scheduleStore(db: DatabaseSync) {
  db.exec(`CREATE TABLE IF NOT EXISTS schedules (
    group_name TEXT NOT NULL, name TEXT NOT NULL, schedule TEXT NOT NULL, created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL, next_at INTEGER, version INTEGER NOT NULL, PRIMARY KEY (group_name, name)) STRICT`);
  const select = db.prepare('SELECT * FROM schedules WHERE group_name = ? AND name = ?');
  const upsert = db.prepare(
    `INSERT INTO schedules VALUES ($group, $name, $schedule, $now, $now, $next_at, 1)
     ON CONFLICT DO UPDATE SET schedule = $schedule, changed_at = $now, next_at = $next_at, version = version + 1`,
  );
  const pending = db.prepare('SELECT * FROM schedules WHERE next_at IS NOT NULL ORDER BY next_at');
  const setNext = db.prepare('UPDATE schedules SET next_at = ? WHERE group_name = ? AND name = ? AND version = ?');
  const remove = db.prepare('DELETE FROM schedules WHERE group_name = ? AND name = ?');
  const complete = db.prepare('DELETE FROM schedules WHERE group_name = ? AND name = ? AND version = ?');

  return {
    find: (group: string, name: string) => select.get(group, name) as unknown as ScheduleRow | undefined,
    put(schedule: Schedule, now: number): void {
      const timing = readExpression(schedule.ScheduleExpression)!;
      const next_at = 'at' in timing ? timing.at : now + timing.every;
      upsert.run({
        group: schedule.GroupName,
        name: schedule.Name,
        schedule: JSON.stringify(schedule),
        now,
        next_at: schedule.State === 'ENABLED' ? next_at : null,
      });
    },
    remove: (group: string, name: string) => void remove.run(group, name),
    /** All that will fire, the next one first. */
    pending: () => pending.all() as unknown as ScheduleRow[],
    /** Sets when a schedule fires next, unless it was changed since it was read. */
    setNext: ({ group_name, name, version }: ScheduleRow, next_at: number | null) =>
      void setNext.run(next_at, group_name, name, version),
    /** Removes a schedule that has fired, unless it was changed since it was read. */
    complete: ({ group_name, name, version }: ScheduleRow) => void complete.run(group_name, name, version),
  };
}
