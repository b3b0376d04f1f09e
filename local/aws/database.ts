import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a database for this process alone: a second start on the same data would deliver everything twice.
 * @throws Error "database is locked" when another process has it open
 */
export function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;',
  );
  return db;
}

/** Runs `work` in one transaction. It is synchronous, so nothing else runs in between on the same connection. */
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
