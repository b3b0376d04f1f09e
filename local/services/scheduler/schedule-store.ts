import type { DatabaseSync } from 'node:sqlite';

import { readExpression } from './expression.ts';
import type { Schedule } from './schedule.ts';

/** Times in milliseconds. */
export interface ScheduleRow {
  readonly group_name: string;
  readonly name: string;
  /** The schedule as JSON. */
  readonly schedule: string;
  readonly created_at: number;
  readonly changed_at: number;
  /** Null once a one-time schedule is over, and for one that is disabled. */
  readonly next_at: number | null;
  /** Another with each change, so that what fired is told from what took its place meanwhile. */
  readonly version: number;
}

/** Schedules on disk: what came due while nothing ran is due at the next start. */
export function scheduleStore(db: DatabaseSync) {
  db.exec(`CREATE TABLE IF NOT EXISTS schedules (
    group_name TEXT NOT NULL, name TEXT NOT NULL, schedule TEXT NOT NULL, created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL, next_at INTEGER, version INTEGER NOT NULL, PRIMARY KEY (group_name, name)) STRICT`);
  const select = db.prepare('SELECT * FROM schedules WHERE group_name = ? AND name = ?');
  const upsert = db.prepare(
    `INSERT INTO schedules VALUES ($group, $name, $schedule, $now, $now, $next_at, 1)
     ON CONFLICT DO UPDATE SET schedule = $schedule, changed_at = $now, next_at = $next_at, version = version + 1`,
  );
  const next = db.prepare('SELECT * FROM schedules WHERE next_at IS NOT NULL ORDER BY next_at');
  const move = db.prepare('UPDATE schedules SET next_at = ? WHERE group_name = ? AND name = ? AND version = ?');
  const remove = db.prepare('DELETE FROM schedules WHERE group_name = ? AND name = ?');
  const complete = db.prepare('DELETE FROM schedules WHERE group_name = ? AND name = ? AND version = ?');

  return {
    find: (group: string, name: string) => select.get(group, name) as unknown as ScheduleRow | undefined,
    put(one: Schedule, now: number): void {
      const times = readExpression(one.ScheduleExpression)!;
      const next_at = 'at' in times ? times.at : now + times.every;
      upsert.run({
        group: one.GroupName,
        name: one.Name,
        schedule: JSON.stringify(one),
        now,
        next_at: one.State === 'ENABLED' ? next_at : null,
      });
    },
    /** @returns whether there was one */
    remove: (group: string, name: string) => remove.run(group, name).changes > 0,
    /** All that are to fire, the next one first. */
    pending: () => next.all() as unknown as ScheduleRow[],
    /** Sets when a schedule fires next, unless it was changed since it was read. */
    move: ({ group_name, name, version }: ScheduleRow, next_at: number | null) =>
      void move.run(next_at, group_name, name, version),
    /** Forgets a schedule that is over, unless it was changed since it was read. */
    complete: ({ group_name, name, version }: ScheduleRow) => void complete.run(group_name, name, version),
  };
}
