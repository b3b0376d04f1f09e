import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one transaction. `work` is synchronous, so nothing else gets in between on the same connection. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
