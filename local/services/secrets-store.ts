import type { DatabaseSync } from 'node:sqlite';

/** Times in milliseconds. */
export interface SecretRow {
  readonly name: string;
  readonly description: string | null;
  readonly created_at: number;
  readonly changed_at: number;
  /** When a secret marked for deletion goes. */
  readonly deleted_at: number | null;
}

export interface VersionRow {
  readonly version: string;
  readonly stage: 'AWSCURRENT' | 'AWSPREVIOUS' | null;
  readonly string: string | null;
  /** base64 */
  readonly binary: string | null;
  readonly created_at: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS secrets (
    name TEXT PRIMARY KEY, description TEXT, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    deleted_at INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS secret_versions (
    secret TEXT NOT NULL REFERENCES secrets (name) ON DELETE CASCADE, version TEXT NOT NULL, stage TEXT,
    string TEXT, binary TEXT, created_at INTEGER NOT NULL, PRIMARY KEY (secret, version)) STRICT;`;

/** Secrets and their versions on disk. Values lie there as they are. */
export function secretsStore(db: DatabaseSync) {
  db.exec(SCHEMA);
  const select = db.prepare('SELECT * FROM secrets WHERE name = ?');
  const insert = db.prepare('INSERT INTO secrets VALUES ($name, $description, $at, $at, NULL)');
  const expire = db.prepare('DELETE FROM secrets WHERE deleted_at <= ?');
  const schedule = db.prepare('UPDATE secrets SET deleted_at = ? WHERE name = ?');
  const touch = db.prepare('UPDATE secrets SET changed_at = ? WHERE name = ?');
  const versions = db.prepare('SELECT * FROM secret_versions WHERE secret = ?');
  const restage = db.prepare('UPDATE secret_versions SET stage = ? WHERE secret = ? AND stage = ?');
  const insertVersion = db.prepare(
    `INSERT INTO secret_versions VALUES ($secret, $version, 'AWSCURRENT', $string, $binary, $created_at)`,
  );
  return {
    find: (name: string) => select.get(name) as unknown as SecretRow | undefined,
    add: (name: string, description: string | null, at: number) => void insert.run({ name, description, at }),
    expire: (at: number) => void expire.run(at),
    deleteAt: (name: string, at: number) => void schedule.run(at, name),
    versions: (name: string) => versions.all(name) as unknown as VersionRow[],
    /** The new version becomes the current one. */
    addVersion(secret: string, version: Omit<VersionRow, 'stage'>): void {
      restage.run(null, secret, 'AWSPREVIOUS');
      restage.run('AWSPREVIOUS', secret, 'AWSCURRENT');
      insertVersion.run({ secret, ...version });
      touch.run(version.created_at, secret);
    },
  };
}
