import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

export type StorageProblem = 'full' | 'damaged' | 'in use' | 'unusable';

/** A file that keeps data cannot be used: its disk is full, it holds what nobody wrote there, or it cannot be opened. */
export class StorageFailure extends Error {
  readonly file: string;
  readonly problem: StorageProblem;
  /** In the words of whoever met it. */
  readonly reason: string;

  constructor(file: string, problem: StorageProblem, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.file = file;
    this.problem = problem;
    this.reason = reason;
  }
}

/** By SQLite's own words, which the embedded DynamoDB passes on. @see https://sqlite.org/rescode.html */
const PROBLEMS: readonly (readonly [RegExp, StorageProblem])[] = [
  [/database or disk is full/, 'full'],
  [/file is not a database|not a valid SQLite database|disk image is malformed/, 'damaged'],
  [/database is locked/, 'in use'],
  [/unable to open database|disk I\/O error|attempt to write a readonly database/i, 'unusable'],
];

/** The failure that a message tells of; undefined for any other, such as a constraint. */
export function storageFailure(file: string, error: Error): StorageFailure | undefined {
  if (error instanceof StorageFailure) return error;
  const problem = PROBLEMS.find(([words]) => words.test(error.message))?.[1];
  if (!problem) return undefined;
  const full = problem === 'unusable' && !hasSpace(dirname(file));
  return new StorageFailure(file, full ? 'full' : problem, error.message, { cause: error });
}

/** SQLite cannot always tell a full disk from a broken one. Its smallest write takes some pages. */
function hasSpace(directory: string): boolean {
  if (!existsSync(directory)) return true;
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize > 64 * 1024;
}
