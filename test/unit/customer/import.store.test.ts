import { afterAll, beforeAll, expect, test } from 'vitest';

import { importGiven, type FileImport } from '../../../shared/customer/import.ts';
import { importStore, type Imports } from '../../../shared/customer/import.store.ts';
import { requireRoomForImport } from '../../../shared/customer/require-room-for-import.ts';
import { jobStore, type Jobs } from '../../../shared/job/job.store.ts';
import { draftJob } from '../../../shared/job/job.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let imports: Imports;
let jobs: Jobs;
beforeAll(async () => {
  opened = await testTable();
  imports = importStore(opened.table);
  jobs = jobStore(opened.table);
});
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

/** A tenant's imports under a quota of two; the clock stands still unless a test moves it. */
function world() {
  const tenant_id = ids.next('ten');
  const began = Date.parse('2026-06-01T12:00:00.000Z');
  const clock = { at: began, now: () => clock.at };
  const quotas = { get: async () => ({ ...DEFAULT_QUOTAS, open_imports: 2 }) };
  const room = (own?: string) =>
    requireRoomForImport({ tenant_id, ...(own && { own }) }, { clock, imports, jobs, quotas }).then(
      () => 'room',
      ({ code }: { code: string }) => code,
    );
  async function prepare(): Promise<FileImport> {
    const added = { ...draft(), tenant_id, created_at: timestamp(clock.at) };
    await imports.add(added);
    return added;
  }
  async function start(one: FileImport): Promise<string> {
    const about = { tenant_id, kind: 'k', scope: 'customers:manage' as const, input: {}, created_by: 'test' };
    const job = draftJob({ ...about, id: ids.next('job') }, clock.at);
    await imports.start(one, { job_id: job.id, etag: '"e"', size: 10, decoding: 'utf-8' }, jobs.addWrite(job));
    return job.id;
  }
  async function end(job_id: string): Promise<void> {
    const reference = { tenant_id, job_id };
    const claim = await jobs.claim(reference, { holder: 'me', until: clock.at + 1_000 }, clock.at);
    if (!claim.got) throw new Error('The job could not be claimed.');
    await jobs.end(claim.job, 'me', 'succeeded', clock.at);
  }
  return { clock, prepare, start, end, room };
}

test('imports that wait for their file or run take room, until their job has ended', async () => {
  const { clock, prepare, start, end, room } = world();
  const [first, second] = [await prepare(), await prepare()];
  expect(await room()).toBe('quota.open_imports');
  expect(await room(first.id)).toBe('room');
  const job_id = await start(first);
  clock.at += 86_400_000;
  // The second one's form takes no file any more.
  expect(await room()).toBe('room');
  await prepare();
  expect(await room()).toBe('quota.open_imports');
  // Its file may have come in time: it is started when there is room again.
  expect(await room(second.id)).toBe('quota.open_imports');
  await end(job_id);
  expect(await room(second.id)).toBe('room');
  await start(second);
  expect(await room()).toBe('quota.open_imports');
});

test('an import of an earlier version is counted once it is started', async () => {
  const { prepare, start, room } = world();
  const earlier = await prepare();
  await imports.release(earlier.tenant_id, earlier.id);
  expect(await imports.open(earlier.tenant_id)).toEqual([]);
  const job_id = await start(earlier);
  expect(await imports.open(earlier.tenant_id)).toMatchObject([{ import_id: earlier.id, job_id }]);
  await prepare();
  expect(await room()).toBe('quota.open_imports');
});
