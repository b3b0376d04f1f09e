import { afterAll, beforeAll, expect, test } from 'vitest';

import { importGiven, type FileImport } from '../../../shared/customer/import.ts';
import { importStore, type Imports } from '../../../shared/customer/import.store.ts';
import { jobStore, type Jobs } from '../../../shared/job/job.store.ts';
import { draftJob } from '../../../shared/job/job.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let imports: Imports;
let jobs: Jobs;
beforeAll(async () => {
  opened = await testTable();
  imports = importStore(opened.table);
  jobs = jobStore(opened.table);
}, 30_000);
afterAll(() => opened.close());

function draft(): FileImport {
  const about = { id: ids.next('imp'), tenant_id: ids.next('ten'), created_by: 'test' };
  const given = importGiven.parse({ mapping: { Handy: 'phone_number' } });
  return { ...given, ...about, created_at: '2026-06-01T12:00:00.000Z', errors: [], errors_kept: 0 };
}

test('an import is read as it was added, by its tenant alone', async () => {
  const added = draft();
  await imports.add(added);
  expect(await imports.get(added.tenant_id, added.id)).toEqual(added);
  expect(await imports.get(ids.next('ten'), added.id)).toBeUndefined();
});

test('of two starts of an import one wins, and only its job is there', async () => {
  const added = draft();
  await imports.add(added);
  const { tenant_id } = added;
  const start = async () => {
    const about = { tenant_id, kind: 'k', scope: 'customers:manage' as const, input: {}, created_by: 'test' };
    const job = draftJob({ ...about, id: ids.next('job') }, 0);
    const started = { job_id: job.id, etag: '"e"', size: 10, decoding: 'utf-8' as const };
    return { started, won: await imports.start(added, started, jobs.addWrite(job)) };
  };
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ won }) => won).toSorted()).toEqual([false, true]);
  for (const { started, won } of both) {
    expect((await jobs.get({ tenant_id, job_id: started.job_id })) !== undefined).toBe(won);
    if (won) expect(await imports.get(tenant_id, added.id)).toMatchObject(started);
  }
});
