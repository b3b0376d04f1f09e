import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a database for this process alone: a second start on the same data would deliver everything twice.
 * @throws Error "database is locked" when another process has it
 */
export function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;',
  );
  return db;
}
