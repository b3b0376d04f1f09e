/**
 * A worker of its own process for imports.ts: carries one job on until it has ended, as its function does each time the queue delivers it,
 * and tells how much memory that took.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { customerStore } from '../shared/customer/customer.store.ts';
import { importFile } from '../shared/customer/import-file.ts';
import { CUSTOMER_IMPORT } from '../shared/customer/import.ts';
import { importStore } from '../shared/customer/import.store.ts';
import { ACTIVE, type JobReference } from '../shared/job/job.ts';
import { jobStore } from '../shared/job/job.store.ts';
import { runJob } from '../shared/job/run-job.ts';
import { randomIds as ids } from '../shared/platform/ids.ts';
import { s3Files } from '../shared/platform/s3.files.ts';
import { systemClock as clock } from '../shared/platform/system-clock.ts';
import { BUCKET, clientsOf, type Places } from './with-table-and-files.ts';

export interface Order {
  readonly places: Places;
  readonly reference: JobReference;
}

/** What is told at the end: the most memory that the process had, in megabytes. */
export interface Memory {
  readonly peak_mb: number;
}

/** Of half a minute each: hours. */
const MAX_DELIVERIES = 1_000;

process.once('message', (order: Order) => void work(order));

async function work({ places, reference }: Order): Promise<void> {
  const { table, s3 } = clientsOf(places);
  const jobs = jobStore(table);
  const parts = { customers: customerStore(table), files: s3Files(BUCKET, s3), ids, imports: importStore(table) };
  const jobKinds = { [CUSTOMER_IMPORT]: importFile(parts) };
  let due = 0;
  const jobQueue = { add: async (_: JobReference, at: number) => void (due = at) };
  for (let deliveries = 0; deliveries < MAX_DELIVERIES; deliveries += 1) {
    await sleep(Math.max(0, due - clock.now()));
    await runJob(reference, { clock, ids, jobKinds, jobQueue, jobs, log: () => undefined });
    const found = await jobs.get(reference);
    if (!found || !ACTIVE.includes(found.status)) break;
  }
  process.send!({ peak_mb: Math.round(process.resourceUsage().maxRSS / 1_024) } satisfies Memory);
  process.disconnect();
}
