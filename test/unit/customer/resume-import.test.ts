import { afterAll, beforeAll, expect, test } from 'vitest';

import { customerStore } from '../../../shared/customer/customer.store.ts';
import type { ImportFilePorts } from '../../../shared/customer/import-file.ts';
import { importFiles, importGiven, type FileImport } from '../../../shared/customer/import.ts';
import { isResumable } from '../../../shared/customer/import-position.ts';
import { resumeImport } from '../../../shared/customer/resume-import.ts';
import type { Job } from '../../../shared/job/job.ts';
import { sweepJobs } from '../../../shared/job/sweep-jobs.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { testTable } from '../../support/dynamodb.ts';
import { importsByHand } from '../../support/import-by-hand.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { fakeClock, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const DAY = 86_400_000;
const numberOf = (n: number) => `+4915112${String(n).padStart(6, '0')}`;

/** Two steps of rows: some of people who stand there twice, some that cannot be read, some who said no. */
const ROWS = Array.from({ length: 1_200 }, (_, n) => {
  const consent = n % 11 === 0 ? 'opted_out' : 'opted_in';
  return n % 7 === 0 ? `none,Ana ${n},${consent}` : `${numberOf(n % 900)},Ana ${n},${consent}`;
});
const SHORT = `phone_number\n${numberOf(1)}\n`;
const FILE = ['phone_number,name,consent', ...ROWS].join('\n');

/** An import of a tenant of its own that has been started. */
async function started(given: Partial<FileImport> = {}, text = FILE) {
  const tenant_id = ids.next('ten');
  const [clock, files] = [fakeClock(), memoryFiles()];
  const by = importsByHand({ table: opened.table, files, tenant_id, clock });
  const about = { id: ids.next('imp'), tenant_id, created_by: 'test', created_at: timestamp(START) };
  const added: FileImport = { ...importGiven.parse({}), ...about, errors: [], errors_kept: 0, ...given };
  await by.imports.add(added);
  files.add(importFiles(added).upload, text);
  const job_id = await by.start(added.id);
  const job = async () => (await by.jobs.get({ tenant_id, job_id })) as Job;
  const found = async () => (await by.imports.get(tenant_id, added.id)) as FileImport;
  return {
    ...{ added, by, clock, files, found, job, job_id },
    fail: (written = 850) => by.fail(job_id, written),
    resume: () => resumeImport({ tenant_id, id: added.id }, by.ports),
    refusal: () =>
      resumeImport({ tenant_id, id: added.id }, by.ports).then(
        () => 'resumed',
        ({ code }: { code: string }) => code,
      ),
    resumable: async () => isResumable(await found(), await job(), files),
    /** Somebody cancels it while it takes a step. */
    async cancelAfter(steps: number): Promise<void> {
      let left = steps;
      const imports: ImportFilePorts['imports'] = {
        conclude: (...of) => by.imports.conclude(...of),
        async get(...of) {
          left -= 1;
          if (left === 0) await by.jobs.requestCancel({ tenant_id, job_id }, timestamp(clock.now()));
          return by.imports.get(...of);
        },
      };
      await by.deliver(job_id, { imports });
    },
    /** All that it left: what was counted, wrong and written; of whom it wrote, not when. */
    async left() {
      const { imported = 0, updated = 0, ...counts } = (await job()).progress;
      const { errors, errors_kept } = await found();
      const numbers = [...Array(900).keys()].map(numberOf);
      const people = await customerStore(opened.table).byPhones(tenant_id, numbers);
      return {
        ...{ counts, taken: imported + updated, errors, errors_kept },
        errorsFile: files.text(importFiles(added).errors),
        people: [...people.values()].map(({ phone_number, name, consent: { status } }) => [phone_number, name, status]),
        keys: files.keys().map((key) => key.replace(`${tenant_id}/${added.id}`, '')),
      };
    },
  };
}

/** What the file leaves when nothing happens. */
async function calm(given: Partial<FileImport> = {}) {
  const made = await started(given);
  await made.by.deliver(made.job_id);
  expect(await made.job()).toMatchObject({ status: 'succeeded', progress: { rows: 1_200 } });
  return made.left();
}

test('an import that failed in the middle of a step and goes on leaves what one leaves that never stopped', async () => {
  const made = await started();
  await made.fail();
  const stopped = await made.job();
  // The second step wrote some people, and counts for nothing until it is done.
  expect(stopped).toMatchObject({ status: 'failed', position: { line: 1_002 }, progress: { rows: 1_000 } });
  expect(await made.resumable()).toBe(true);
  made.clock.advance(6 * DAY);
  expect(await made.resume()).toBe(made.job_id);
  const { ended_at: _, ...rest } = stopped;
  expect(await made.job()).toEqual({
    ...{ ...rest, status: 'queued', attempts: 0, due_at: made.clock.now() },
    resumed: { at: timestamp(made.clock.now()), progress: stopped.progress },
  });
  await made.by.deliver(made.job_id);
  expect(await made.job()).toMatchObject({ status: 'succeeded', errors: stopped.errors });
  const left = await made.left();
  expect(left).toEqual(await calm());
  const { rows = 0, rejected = 0 } = left.counts;
  expect([rows, left.taken + rejected]).toEqual([1_200, 1_200]);
  expect(await made.resumable()).toBe(false);
});

test('one that was cancelled goes on, a check as well', async () => {
  for (const given of [{}, { dry_run: true }]) {
    const made = await started(given);
    await made.cancelAfter(1);
    expect(await made.job()).toMatchObject({ status: 'cancelled', progress: { rows: 1_000 } });
    expect(await made.resume()).toBe(made.job_id);
    expect(await made.job()).not.toHaveProperty('cancel_requested_at');
    await made.by.deliver(made.job_id);
    expect(await made.left()).toEqual(await calm(given));
  }
});

test('what fails again fails with its reason after as many attempts as at first, and can go on once more', async () => {
  const made = await started();
  await made.fail();
  await made.resume();
  await made.fail(0);
  const { errors, position, progress } = await made.job();
  expect(errors.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => 'TypeError'));
  expect([position, progress['rows']]).toMatchObject([{ line: 1_002 }, 1_000]);
  await made.resume();
  await made.by.deliver(made.job_id);
  expect(await made.job()).toMatchObject({ status: 'succeeded', progress: { rows: 1_200 } });
});

test('of several requests at once one queues the job, and it runs once, also when the sweeper queues it again', async () => {
  const made = await started();
  await made.fail();
  const before = made.by.queued.length;
  expect(new Set(await Promise.all([made.resume(), made.resume(), made.resume()]))).toEqual(new Set([made.job_id]));
  expect(made.by.queued.slice(before)).toEqual([{ tenant_id: made.added.tenant_id, job_id: made.job_id }]);
  // Its message is lost.
  made.clock.advance(15 * 60_000 + 1);
  await sweepJobs({ ...made.by.ports, log: () => undefined });
  const swept = made.by.queued.slice(before + 1).filter(({ job_id }) => job_id === made.job_id);
  expect(swept).toHaveLength(1);
  await Promise.all(Array.from({ length: 3 }, () => made.by.deliver(made.job_id)));
  expect(await made.job()).toMatchObject({ status: 'succeeded', progress: { rows: 1_200 } });
  expect((await made.left()).counts).toEqual((await calm()).counts);
});

test('one that waits or runs is left as it is', async () => {
  const made = await started({}, SHORT);
  const before = await made.job();
  expect(await made.resume()).toBe(made.job_id);
  expect(await made.job()).toEqual(before);
  expect([await made.resumable(), made.by.queued.length]).toEqual([false, 1]);
});

test('where the rows that are left are gone, the file is to be imported again', async () => {
  const made = await started({}, SHORT);
  await made.fail(0);
  await made.files.remove(importFiles(made.added).upload);
  expect([await made.resumable(), await made.refusal()]).toEqual([false, 'import.file_gone']);
  made.files.add(importFiles(made.added).upload, SHORT);
  // It is another one.
  expect([await made.resumable(), await made.refusal()]).toEqual([false, 'import.file_gone']);
  expect(await made.job()).toMatchObject({ status: 'failed' });
});

test('where no row is left, it goes on without a file', async () => {
  const made = await started({}, SHORT);
  const files = { ...made.files, remove: () => Promise.reject(new TypeError('It cannot be removed.')) };
  for (let n = 0; n < 6; n += 1) await expect(made.by.deliver(made.job_id, { files })).rejects.toThrow();
  expect(await made.job()).toMatchObject({ status: 'failed', position: { joined: true } });
  await made.files.remove(importFiles(made.added).upload);
  expect([await made.resumable(), await made.refusal()]).toEqual([true, 'resumed']);
  await made.by.deliver(made.job_id);
  expect(await made.job()).toMatchObject({ status: 'succeeded', progress: { rows: 1, imported: 1 } });
});

test('one that has not begun, is about to stop, has ended, or was cancelled by an earlier version does not go on', async () => {
  const made = await started({}, SHORT);
  const { tenant_id } = made.added;
  await made.by.jobs.requestCancel({ tenant_id, job_id: made.job_id }, timestamp(START));
  expect(await made.refusal()).toBe('import.stopping');
  await made.by.deliver(made.job_id);
  // Such a job has lost what it was to do.
  await opened.table.update({ pk: `TENANT#${tenant_id}#JOB#${made.job_id}`, sk: 'JOB' }, { remove: ['input'] });
  expect([await made.resumable(), await made.refusal()]).toEqual([false, 'import.file_gone']);

  const ended = await started({}, SHORT);
  await ended.by.deliver(ended.job_id);
  expect([await ended.resumable(), await ended.refusal()]).toEqual([false, 'import.ended']);

  const prepared = { ...made.added, id: ids.next('imp') };
  await made.by.imports.add(prepared);
  const code = (id: string) =>
    resumeImport({ tenant_id, id }, made.by.ports).catch((error: { code: string }) => error.code);
  expect([await code(prepared.id), await code(ids.next('imp'))]).toEqual(['import.not_started', 'import.not_found']);
});

test('one that goes on takes the room of an import that runs', async () => {
  const made = await started({}, SHORT);
  await made.fail(0);
  const { tenant_id, id } = made.added;
  const ports = { ...made.by.ports, quotas: { get: async () => ({ ...DEFAULT_QUOTAS, open_imports: 1 }) } };
  const other = { ...made.added, id: ids.next('imp') };
  await made.by.imports.add(other);
  await expect(resumeImport({ tenant_id, id }, ports)).rejects.toMatchObject({ code: 'quota.open_imports' });
  await made.by.imports.release(tenant_id, other.id);
  await resumeImport({ tenant_id, id }, ports);
  expect(await made.by.imports.open(tenant_id)).toMatchObject([{ import_id: id, job_id: made.job_id }]);
});
