import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync, appendFileSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** The name of the file with its bytes. */
  readonly file: string;
  readonly size: number;
  readonly etag: string;
  readonly type: string;
  /** In milliseconds since the epoch. */
  readonly modified: number;
}

export interface StoredPart {
  readonly number: number;
  readonly file: string;
  readonly size: number;
  readonly etag: string;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly type: string;
  /** In milliseconds since the epoch: the object's age counts from here. */
  readonly begun: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    type TEXT NOT NULL, modified INTEGER NOT NULL, PRIMARY KEY (bucket, key)) STRICT;
  CREATE TABLE IF NOT EXISTS s3_multipart_uploads (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, begun INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS s3_multipart_parts (
    upload TEXT NOT NULL REFERENCES s3_multipart_uploads (id) ON DELETE CASCADE, number INTEGER NOT NULL, file TEXT NOT NULL,
    size INTEGER NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (upload, number)) STRICT;`;

export type ObjectStore = ReturnType<typeof objectStore>;

/** Objects and the parts of uploads: what they are in the database, their bytes in files of a folder. */
export function objectStore(db: DatabaseSync, folder: string) {
  db.exec(SCHEMA);
  mkdirSync(folder, { recursive: true });
  const pathOf = (file: string) => join(folder, file);
  const find = db.prepare('SELECT * FROM s3_objects WHERE bucket = ? AND key = ?');
  const list = db.prepare(
    'SELECT key, size, etag, modified FROM s3_objects WHERE bucket = ? AND substr(key, 1, length(?)) = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const remove = db.prepare('DELETE FROM s3_objects WHERE bucket = ? AND key = ?');
  const insert = db.prepare(
    'INSERT OR REPLACE INTO s3_objects VALUES ($bucket, $key, $file, $size, $etag, $type, $modified)',
  );
  const findUpload = db.prepare('SELECT * FROM s3_multipart_uploads WHERE id = ?');
  const insertUpload = db.prepare('INSERT INTO s3_multipart_uploads VALUES ($id, $bucket, $key, $type, $begun)');
  const removeUpload = db.prepare('DELETE FROM s3_multipart_uploads WHERE id = ?');
  const parts = db.prepare('SELECT number, file, size, etag FROM s3_multipart_parts WHERE upload = ? ORDER BY number');
  const insertPart = db.prepare(
    'INSERT OR REPLACE INTO s3_multipart_parts VALUES ($upload, $number, $file, $size, $etag)',
  );

  function keepBytes(body: Buffer) {
    const file = randomUUID();
    writeFileSync(pathOf(file), body);
    return { file, size: body.length, etag: md5(body) };
  }

  function get(bucket: string, key: string): StoredObject | undefined {
    return find.get(bucket, key) as unknown as StoredObject | undefined;
  }

  function deleteObject(bucket: string, key: string): void {
    const found = get(bucket, key);
    remove.run(bucket, key);
    if (found) rmSync(pathOf(found.file), { force: true });
  }

  function put(object: StoredObject): void {
    const before = get(object.bucket, object.key);
    insert.run({ ...object });
    if (before) rmSync(pathOf(before.file), { force: true });
  }

  function endUpload(id: string): void {
    for (const { file } of parts.all(id) as unknown as StoredPart[]) rmSync(pathOf(file), { force: true });
    removeUpload.run(id);
  }

  return {
    get,
    /** The objects whose keys begin so, in the order of their keys, behind one. */
    list(bucket: string, prefix: string, after: string, limit: number) {
      return list.all(bucket, prefix, prefix, after, limit) as unknown as Omit<
        StoredObject,
        'bucket' | 'file' | 'type'
      >[];
    },
    deleteObject,
    add(about: Pick<StoredObject, 'bucket' | 'key' | 'type' | 'modified'>, body: Buffer): string {
      const kept = keepBytes(body);
      put({ ...about, ...kept });
      return kept.etag;
    },
    /** The bytes from `start` to before `end`. */
    read({ file }: Pick<StoredObject, 'file'>, start: number, end: number): Buffer {
      const bytes = Buffer.alloc(end - start);
      const open = openSync(pathOf(file), 'r');
      try {
        readSync(open, bytes, 0, bytes.length, start);
      } finally {
        closeSync(open);
      }
      return bytes;
    },
    addUpload(about: Omit<Upload, 'id'>): string {
      const id = randomUUID();
      insertUpload.run({ id, ...about });
      return id;
    },
    upload: (id: string) => findUpload.get(id) as unknown as Upload | undefined,
    parts: (id: string) => parts.all(id) as unknown as StoredPart[],
    addPart(upload: string, number: number, body: Buffer): string {
      const kept = keepBytes(body);
      const before = (parts.all(upload) as unknown as StoredPart[]).find((part) => part.number === number);
      insertPart.run({ upload, number, ...kept });
      if (before) rmSync(pathOf(before.file), { force: true });
      return kept.etag;
    },
    /** Makes an upload's parts one object. */
    complete({ id, bucket, key, type, begun }: Upload, chosen: readonly StoredPart[]): string {
      const file = randomUUID();
      writeFileSync(pathOf(file), '');
      for (const part of chosen) appendFileSync(pathOf(file), readFileSync(pathOf(part.file)));
      const size = chosen.reduce((sum, part) => sum + part.size, 0);
      const etag = `${md5(Buffer.concat(chosen.map((part) => Buffer.from(part.etag, 'hex'))))}-${chosen.length}`;
      put({ bucket, key, type, modified: begun, file, size, etag });
      endUpload(id);
      return etag;
    },
    endUpload,
  };
}

function md5(data: Buffer): string {
  return createHash('md5').update(data).digest('hex');
}
