import type { DatabaseSync } from 'node:sqlite';

/** Times in milliseconds since 1970. */
export interface SecretRow {
  readonly name: string;
  readonly description: string | null;
  readonly created_at: number;
  readonly changed_at: number;
  /** When a secret that is marked for deletion will be deleted. */
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

export type SecretStore = ReturnType<typeof secretStore>;

/** Secrets and their versions on disk, unencrypted. */
export function secretStore(db: DatabaseSync) {
  db.exec(SCHEMA);
  const select = db.prepare('SELECT * FROM secrets WHERE name = ?');
  const insert = db.prepare('INSERT INTO secrets VALUES ($name, $description, $at, $at, NULL)');
  const deleteExpired = db.prepare('DELETE FROM secrets WHERE deleted_at <= ?');
  const setDeletion = db.prepare('UPDATE secrets SET deleted_at = ? WHERE name = ?');
  const touch = db.prepare('UPDATE secrets SET changed_at = ? WHERE name = ?');
  const versions = db.prepare('SELECT * FROM secret_versions WHERE secret = ?');
  const restage = db.prepare('UPDATE secret_versions SET stage = ? WHERE secret = ? AND stage = ?');
  const insertVersion = db.prepare(
    `INSERT INTO secret_versions VALUES ($secret, $version, 'AWSCURRENT', $string, $binary, $created_at)`,
  );
  return {
    find: (name: string) => select.get(name) as unknown as SecretRow | undefined,
    add: (name: string, description: string | null, at: number) => void insert.run({ name, description, at }),
    deleteExpired: (now: number) => void deleteExpired.run(now),
    deleteAt: (name: string, at: number) => void setDeletion.run(at, name),
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
