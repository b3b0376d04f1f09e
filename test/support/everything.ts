import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

import type { TestHerald } from './herald.ts';

/**
 * All that a Herald holds, whoever's it is, as text by where it is: every item of the table, every file of the bucket, and every row of
 * the emulator's database, which has the messages of all queues, waiting, delayed or being handled, the executions and what they were
 * started with, the schedules and the secrets. What is not here is documented: the table's stream, logs, and backups.
 */
export async function everythingIn({ installation, dataDirectory }: TestHerald): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(installation.access));
  for await (const { Items = [] } of paginateScan({ client }, { TableName: installation.tableName }))
    for (const item of Items) found.set(`item ${item['pk']} ${item['sk']}`, JSON.stringify(item, sets));
  for (const [place, row] of rowsOfServices(dataDirectory)) {
    found.set(place, JSON.stringify(row, sets));
    if (!place.startsWith('s3_objects ')) continue;
    const { key, file } = row as { readonly key: string; readonly file: string };
    found.set(`object ${key}`, readFileSync(join(dataDirectory, 'objects', file), 'utf8'));
  }
  return found;
}

/** From a copy, since the emulator lets nobody else in. It runs in this process, so nothing is written meanwhile. */
function rowsOfServices(dataDirectory: string): [place: string, row: unknown][] {
  const folder = mkdtempSync(join(tmpdir(), 'herald-copy-'));
  try {
    for (const file of ['services.db', 'services.db-wal']) {
      if (existsSync(join(dataDirectory, file))) copyFileSync(join(dataDirectory, file), join(folder, file));
    }
    const db = new DatabaseSync(join(folder, 'services.db'));
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const rows = tables.flatMap(({ name }) => {
      const all = db.prepare(`SELECT * FROM "${String(name)}"`).all();
      return all.map((row, place): [string, unknown] => [`${String(name)} ${place}`, row]);
    });
    db.close();
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What cannot be JSON as it is. */
function sets(_: string, value: unknown): unknown {
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'bigint' ? String(value) : value;
}

/** Where any of these texts is, with which of them. */
export function tracesOf(texts: Readonly<Record<string, string>>, everything: ReadonlyMap<string, string>): string[] {
  return [...everything].flatMap(([place, held]) =>
    Object.entries(texts).flatMap(([name, text]) => (`${place} ${held}`.includes(text) ? [`${name} in ${place}`] : [])),
  );
}
