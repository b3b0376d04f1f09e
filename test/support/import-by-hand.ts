import { expect } from 'vitest';

import { customerStore } from '../../shared/customer/customer.store.ts';
import { importFile, type ImportFilePorts } from '../../shared/customer/import-file.ts';
import { CUSTOMER_IMPORT } from '../../shared/customer/import.ts';
import { importStore } from '../../shared/customer/import.store.ts';
import { startImport } from '../../shared/customer/start-import.ts';
import { MAX_ATTEMPTS, type JobReference } from '../../shared/job/job.ts';
import { jobStore } from '../../shared/job/job.store.ts';
import { runJob } from '../../shared/job/run-job.ts';
import type { Clock } from '../../shared/platform/clock.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import { systemClock } from '../../shared/platform/system-clock.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { DEFAULT_QUOTAS } from '../../shared/tenancy/quota.ts';

export interface ByHandOptions {
  readonly table: Table;
  readonly files: ImportFilePorts['files'];
  readonly tenant_id: string;
  readonly clock?: Clock;
}

/** What starts a tenant's imports and carries them on when a test says so, past the queue: with the real stores. */
export function importsByHand({ table, files, tenant_id, clock = systemClock }: ByHandOptions) {
  const [imports, jobs, customers] = [importStore(table), jobStore(table), customerStore(table)];
  const queued: JobReference[] = [];
  const jobQueue = { add: async (reference: JobReference) => void queued.push(reference) };
  const ports = { clock, files, ids, imports, jobQueue, jobs, quotas: { get: async () => DEFAULT_QUOTAS } };

  /** One delivery of the job's message. @param more customers: who takes the rows */
  async function deliver(job_id: string, more: Partial<ImportFilePorts> = {}): Promise<void> {
    const jobKinds = { [CUSTOMER_IMPORT]: importFile({ customers, files, ids, imports, ...more }) };
    await runJob({ tenant_id, job_id }, { clock, ids, jobKinds, jobQueue, jobs, log: () => undefined });
  }

  return {
    ...{ deliver, imports, jobs, ports, queued },

    /** @returns the id of its job */
    start(id: string): Promise<string> {
      return startImport({ tenant_id, id, actor: { kind: 'api_key', id: ids.next('key') } }, ports);
    },

    /** Lets each attempt fail once so many people are written: in the middle of a step, of which some are there then. */
    async fail(job_id: string, written: number): Promise<void> {
      let left = written;
      const failing: ImportFilePorts['customers'] = {
        byPhones: (...of) => customers.byPhones(...of),
        async upsertAll(drafts, known) {
          const some = drafts.slice(0, left);
          left -= some.length;
          const done = await customers.upsertAll(some, known);
          if (some.length < drafts.length) throw new TypeError('It cannot go on.');
          return done;
        },
      };
      // The first delivery takes the steps before that, too.
      for (let attempt = 0; attempt <= MAX_ATTEMPTS; attempt += 1) {
        if ((await jobs.get({ tenant_id, job_id }))?.status === 'failed') return;
        await expect(deliver(job_id, { customers: failing })).rejects.toThrow('It cannot go on.');
      }
      expect(await jobs.get({ tenant_id, job_id })).toMatchObject({ status: 'failed' });
    },
  };
}
