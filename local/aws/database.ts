import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { StorageFailure, storageFailure } from './storage-failure.ts';

/** Takes a failure after which nothing can be relied on: the disk is full, or the file is damaged. */
export type OnFailure = (failure: Error) => void;

/**
 * Opens a database for this process alone: a second start on the same data would deliver everything twice.
 * @param onFailure called with a StorageFailure that a statement meets, before it is thrown
 * @throws StorageFailure when it cannot be opened; "in use" when another process has it open
 */
export function openDatabase(file: string, onFailure: OnFailure = () => undefined): DatabaseSync {
  checkDatabase(file);
  return orStorageFailure(file, () => {
    const db = new WatchedDatabase(file, onFailure);
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;',
    );
    return db;
  });
}

/**
 * Reads a whole database, if there is one, at some 500 MB a second, and changes nothing.
 * @throws StorageFailure when it is damaged or cannot be read
 */
export function checkDatabase(file: string): void {
  if (!existsSync(file)) return;
  orStorageFailure(file, () => {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const [{ quick_check: found } = {}] = db.prepare('PRAGMA quick_check(1)').all();
      if (found !== 'ok') throw new StorageFailure(file, 'damaged', String(found));
    } finally {
      db.close();
    }
  });
}

/** Runs `work` in one transaction. It is synchronous, so nothing else runs in between on the same connection. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has rolled it back already.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Tells of every StorageFailure, since much of what calls it answers an error and goes on. */
class WatchedDatabase extends DatabaseSync {
  readonly #file: string;
  readonly #onFailure: OnFailure;

  constructor(file: string, onFailure: OnFailure) {
    super(file);
    this.#file = file;
    this.#onFailure = onFailure;
  }

  override exec(sql: string): void {
    this.#watch(() => super.exec(sql));
  }

  override prepare(sql: string): ReturnType<DatabaseSync['prepare']> {
    const statement = this.#watch(() => super.prepare(sql));
    const watched = <Args extends unknown[], Result>(call: (...args: Args) => Result) => {
      const bound = call.bind(statement);
      return (...args: Args): Result => this.#watch(() => bound(...args));
    };
    return Object.assign(statement, {
      all: watched(statement.all),
      get: watched(statement.get),
      run: watched(statement.run),
    });
  }

  #watch<Result>(work: () => Result): Result {
    try {
      return orStorageFailure(this.#file, work);
    } catch (error) {
      if (error instanceof StorageFailure) this.#onFailure(error);
      throw error;
    }
  }
}

function orStorageFailure<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storageFailure(file, error as Error) ?? error;
  }
}
