import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openDatabase, transaction } from '../database.ts';
import { startDynoxide } from '../dynoxide.ts';
import type { StorageFailure } from '../storage-failure.ts';

const directory = mkdtempSync(join(tmpdir(), 'database-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

let file: string;
let count = 0;
beforeEach(() => {
  file = join(directory, `${(count += 1)}.db`);
});

function filled(): string {
  const db = openDatabase(file);
  db.exec('CREATE TABLE rows (text TEXT)');
  const insert = db.prepare('INSERT INTO rows VALUES (?)');
  for (let row = 0; row < 20; row += 1) insert.run('x'.repeat(2_000));
  db.close();
  return file;
}

const DAMAGES: readonly (readonly [string, StorageFailure['problem'], () => void])[] = [
  ['garbage', 'damaged', () => writeFileSync(file, Buffer.alloc(9_000, 'garbage'))],
  ['a database that was cut off', 'damaged', () => truncateSync(filled(), 12_288)],
  ['a database with a page of garbage', 'damaged', () => overwrite(filled(), 8_192, Buffer.alloc(4_096, 'garbage'))],
  ['a directory', 'unusable', () => mkdirSync(file)],
];

function overwrite(path: string, position: number, bytes: Buffer): void {
  const content = readFileSync(path);
  bytes.copy(content, position);
  writeFileSync(path, content);
}

test.each(DAMAGES)('%s is reported with its file and left as it is', async (_, problem, damage) => {
  damage();
  const before = problem === 'damaged' ? readFileSync(file) : undefined;
  expect(() => openDatabase(file)).toThrow(expect.objectContaining({ file, problem }));
  await expect(startDynoxide({ file })).rejects.toThrow(expect.objectContaining({ file, problem }));
  if (before) expect(readFileSync(file)).toEqual(before);
});

test('a database that another start uses is reported', () => {
  const db = openDatabase(file);
  expect(() => openDatabase(file)).toThrow(expect.objectContaining({ file, problem: 'in use' }));
  db.close();
});

test('a full disk is told of and thrown by what meets it, and a transaction on it stores nothing', () => {
  const failures: unknown[] = [];
  const db = openDatabase(file, (failure) => failures.push(failure));
  db.exec('CREATE TABLE rows (text TEXT)');
  const insert = db.prepare('INSERT INTO rows VALUES (?)');
  insert.run('stored');
  // SQLite fails as on a full disk when the file would become longer than this.
  db.exec('PRAGMA max_page_count = 3');
  const full = expect.objectContaining({ file, problem: 'full' });
  const write = () =>
    transaction(db, () => {
      insert.run('lost');
      insert.run('x'.repeat(50_000));
    });
  expect(write).toThrow(full);
  expect(failures).toEqual([full]);
  expect(db.prepare('SELECT text FROM rows').all()).toMatchObject([{ text: 'stored' }]);
  db.close();
});

test('an error of a statement is none of the disk', () => {
  const failures: unknown[] = [];
  const db = openDatabase(file, (failure) => failures.push(failure));
  db.exec('CREATE TABLE rows (id TEXT PRIMARY KEY) STRICT');
  const insert = db.prepare('INSERT INTO rows VALUES (?)');
  insert.run('1');
  expect(() => insert.run('1')).toThrow(/UNIQUE/);
  expect(() => transaction(db, () => insert.run('1'))).toThrow(/UNIQUE/);
  expect(failures).toEqual([]);
  db.close();
});
