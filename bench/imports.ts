import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { importFiles, importGiven, type FileImport } from '../shared/customer/import.ts';
import { importStore } from '../shared/customer/import.store.ts';
import { startImport } from '../shared/customer/start-import.ts';
import type { Job, JobReference } from '../shared/job/job.ts';
import { jobStore } from '../shared/job/job.store.ts';
import { timestamp } from '../shared/platform/clock.ts';
import { randomIds as ids } from '../shared/platform/ids.ts';
import { laneName, LANES } from '../shared/platform/lanes.ts';
import { s3Files } from '../shared/platform/s3.files.ts';
import { systemClock as clock } from '../shared/platform/system-clock.ts';
import { quotaStore } from '../shared/tenancy/quota.store.ts';
import type { Memory, Order } from './import-worker.ts';
import { BUCKET, withTableAndFiles, type clientsOf, type Places } from './with-table-and-files.ts';

/** How many rows, unless IMPORTED_ROWS says otherwise. */
const ROWS = 1_000_000;
/** Every so many rows one has a number that is none. */
const WRONG_EVERY = 1_000;

/**
 * Imports a file whose worker is killed in the middle, and another one carries on once the lease of the first is over: how long it takes,
 * how much memory a worker needs, and whether each row is there once. The workers are processes of their own; DynamoDB and S3 are here.
 */
export async function benchImports(): Promise<void> {
  const rows = Number(process.env['IMPORTED_ROWS'] ?? ROWS);
  await withTableAndFiles((clients, places) => measure(clients, places, rows));
}

async function measure({ table, s3 }: ReturnType<typeof clientsOf>, places: Places, rows: number): Promise<void> {
  const [jobs, imports, files] = [jobStore(table), importStore(table), s3Files(BUCKET, s3)];
  const tenant_id = ids.next('ten');
  const about = { id: ids.next('imp'), tenant_id, created_by: 'bench', created_at: timestamp(clock.now()) };
  const draft: FileImport = { ...importGiven.parse({}), ...about, errors: [], errors_kept: 0 };
  await imports.add(draft);
  const text = fileOf(rows);
  await files.put(importFiles(draft).upload, text, 'text/csv');
  const jobQueue = { add: async () => undefined };
  const starting = { clock, files, ids, imports, jobs, jobQueue, quotas: quotaStore(table) };
  const actor = { kind: 'system', id: 'bench' } as const;
  const reference = { tenant_id, job_id: await startImport({ ...about, actor }, starting) };
  const progress = async () => (await jobs.get(reference))!;

  const started = performance.now();
  const first = worker({ places, reference });
  while (((await progress()).progress['rows'] ?? 0) < rows / 2) await sleep(20);
  first.child.kill('SIGKILL');
  await first.ended;
  const killed = await progress();
  const second = worker({ places, reference });
  await second.ended;
  const seconds = (performance.now() - started) / 1_000;
  const done = await progress();
  const found = await imports.get(tenant_id, draft.id);

  const numbers = new Set<string>();
  let people = 0;
  for (let lane = 0; lane < LANES; lane += 1) {
    const query = { pk: `TENANT#${tenant_id}#CUSTOMERS#${laneName(lane)}`, prefix: 'CUSTOMER#' };
    for await (const item of table.all(query)) {
      numbers.add(String(item['phone_number']));
      people += 1;
    }
  }
  const wrong = Math.floor(rows / WRONG_EVERY);
  console.table({
    import: {
      ...{ rows, file_mb: Math.round(text.length / 2 ** 20), killed_after: killed.progress['rows'] },
      ...{ seconds: Math.round(seconds), rows_per_second: Math.round(rows / seconds), peak_mb: second.peak() },
    },
  });
  console.log(`${done.status}: ${JSON.stringify(done.progress)}, ${found?.errors_kept} errors kept`);
  const isWhole = people === rows - wrong && numbers.size === people && found?.errors_kept === wrong;
  console.log(`${people} people in the table, ${numbers.size} numbers: ${isWhole ? 'each row once' : 'THEY DIFFER'}`);
  if (!isWhole || !isTold(done, rows, wrong)) throw new Error('The table has not the rows of the file.');
}

function isTold({ status, progress }: Job, rows: number, wrong: number): boolean {
  return status === 'succeeded' && progress['rows'] === rows && progress['rejected'] === wrong;
}

/** A worker, and what it tells at its end. */
function worker(order: { readonly places: Places; readonly reference: JobReference }) {
  const child = fork(join(import.meta.dirname, 'import-worker.ts'));
  let memory: Memory | undefined;
  child.on('message', (told) => (memory = told as Memory));
  child.send(order satisfies Order);
  return { child, ended: once(child, 'exit'), peak: () => memory?.peak_mb };
}

function fileOf(rows: number): string {
  const lines = ['phone_number,name,language,country,consent,city'];
  for (let row = 1; row <= rows; row += 1) {
    const number = row % WRONG_EVERY === 0 ? 'none' : `+49151${String(10_000_000 + row)}`;
    lines.push(`${number},Ana Souza,de,DE,opted_in,Berlin`);
  }
  return `${lines.join('\n')}\n`;
}
