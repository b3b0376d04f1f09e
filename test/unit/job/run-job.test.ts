import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { JobKind, StepResult } from '../../../shared/job/job-kind.ts';
import { jobStore, type Jobs } from '../../../shared/job/job.store.ts';
import { draftJob, MAX_ATTEMPTS, referenceOf, type Job, type JobReference } from '../../../shared/job/job.ts';
import { JobFailed, runJob } from '../../../shared/job/run-job.ts';
import { sweepJobs } from '../../../shared/job/sweep-jobs.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, keptLog, START } from '../fixtures.ts';

const LEASE = 90_000;

let opened: Awaited<ReturnType<typeof testTable>>;
let jobs: Jobs;
beforeAll(async () => {
  opened = await testTable();
  jobs = jobStore(opened.table);
});
afterAll(() => opened.close());

/** A job that counts to a number, and what it counted. */
async function counting(
  to: number,
  takes: (n: number) => Partial<StepResult> | Promise<Partial<StepResult>> = () => ({}),
) {
  const clock = fakeClock();
  const { log, events } = keptLog();
  const steps: number[] = [];
  const queued: { reference: JobReference; due: number }[] = [];
  const kind: JobKind = {
    async step({ position, input }) {
      const n = Number(position?.['n'] ?? 0) + 1;
      steps.push(n);
      const taken = await takes(n);
      return { next: n < Number(input['to']) ? { n } : undefined, done: { counted: 1 }, ...taken };
    },
  };
  const given = {
    tenant_id: ids.next('ten'),
    kind: 'counting',
    scope: 'customers:manage' as const,
    created_by: 'test',
  };
  const job = draftJob({ ...given, id: ids.next('job'), input: { to } }, START);
  await jobs.add(job);
  const reference = referenceOf(job);
  const jobQueue = { add: async (added: JobReference, due: number) => void queued.push({ reference: added, due }) };
  const ports = { clock, ids, jobKinds: { counting: kind }, jobQueue, jobs, log };
  return {
    ...{ clock, events, job, jobQueue, log, ports, queued, reference, steps },
    run: () => runJob(reference, ports),
    now: () => jobs.get(reference) as Promise<Job>,
    raw: () => opened.table.get({ pk: `TENANT#${job.tenant_id}#JOB#${job.id}`, sk: 'JOB' }),
  };
}

test('a job is carried on step by step, and its record says how far it is and that it has ended', async () => {
  const { run, now, steps, events, queued, raw } = await counting(3);
  expect(await now()).toMatchObject({ status: 'queued', progress: {}, attempts: 0 });
  await run();
  expect(steps).toEqual([1, 2, 3]);
  expect(await now()).toMatchObject({
    status: 'succeeded',
    progress: { counted: 3 },
    started_at: timestamp(START),
    ended_at: timestamp(START),
  });
  expect(queued).toEqual([]);
  expect(events()).toEqual(['job.ended']);
  // It has left the sweeper's list, names nothing that it worked on, and expires.
  const row = await raw();
  for (const gone of ['gsi1pk', 'input', 'position', 'holder', 'lease_until']) expect(row).not.toHaveProperty(gone);
  expect(row).toMatchObject({ expires_at: START / 1_000 + 30 * 86_400 });
});

test('a job that has ended is kept for as many days as its tenant says', async () => {
  const { job, ports, raw, reference } = await counting(1);
  const asked: unknown[] = [];
  const brief = jobStore(opened.table, async (...of) => (asked.push(of), 90));
  await runJob(reference, { ...ports, jobs: brief });
  expect(asked).toEqual([[job.tenant_id, 'jobs_days']]);
  expect(await raw()).toMatchObject({ status: 'succeeded', expires_at: START / 1_000 + 90 * 86_400 });
});

test('a message that comes after the end changes nothing', async () => {
  const { run, now, steps, queued } = await counting(2);
  await run();
  const ended = await now();
  await run();
  expect([await now(), steps, queued]).toEqual([ended, [1, 2], []]);
});

test('when its share of time is over, a job is queued again and goes on from where it was', async () => {
  const made = await counting(4, () => (made.clock.advance(16_000), {}));
  await made.run();
  expect(made.steps).toEqual([1, 2]);
  expect(await made.now()).toMatchObject({ status: 'running', position: { n: 2 }, progress: { counted: 2 } });
  expect(made.queued).toEqual([{ reference: made.reference, due: START + 32_000 }]);
  await made.run();
  expect(made.steps).toEqual([1, 2, 3, 4]);
  expect(await made.now()).toMatchObject({ status: 'succeeded', progress: { counted: 4 } });
});

test('a step that is not to begin before a time waits for it, whenever its message comes', async () => {
  const made = await counting(2, (n) => (n === 1 ? { not_before: START + 60_000 } : {}));
  await made.run();
  await made.run();
  expect(made.steps).toEqual([1]);
  expect(made.queued.map(({ due }) => due)).toEqual([START + 60_000, START + 60_000]);
  made.clock.advance(60_000);
  await made.run();
  expect(made.steps).toEqual([1, 2]);
});

test('two workers at once take each step once', async () => {
  const { run, now, steps, queued } = await counting(3, async () => (await new Promise(setImmediate), {}));
  await Promise.all([run(), run(), run()]);
  expect(steps).toEqual([1, 2, 3]);
  expect(await now()).toMatchObject({ status: 'succeeded', progress: { counted: 3 } });
  // Those that found it leased come again when the lease is over, in case its holder dies.
  for (const { due } of queued) expect(due).toBe(START + LEASE);
});

test('a worker that dies in the middle of a step is followed by the next delivery, when its lease is over', async () => {
  const made = await counting(3);
  const died = { holder: ids.next('job'), until: START + LEASE };
  const claim = await jobs.claim(made.reference, died, START);
  await jobs.record((claim as { job: Job }).job, died, { position: { n: 1 }, progress: { counted: 1 } });
  await made.run();
  expect([made.steps, made.queued]).toEqual([[], [{ reference: made.reference, due: START + LEASE }]]);
  made.clock.advance(LEASE + 1);
  await made.run();
  expect(made.steps).toEqual([2, 3]);
  expect(await made.now()).toMatchObject({ status: 'succeeded', progress: { counted: 3 } });
});

test('a worker that lost its lease records nothing more', async () => {
  const made = await counting(3, async (n) => {
    if (n !== 2 || made.steps.length > 2) return {};
    made.clock.advance(LEASE + 1);
    // The other one does all the rest.
    await made.run();
    return { done: { counted: 100 } };
  });
  await made.run();
  expect(made.steps).toEqual([1, 2, 2, 3]);
  expect(await made.now()).toMatchObject({ status: 'succeeded', progress: { counted: 3 } });
});

describe('cancelled', () => {
  test('between two steps, a job stops before the next one', async () => {
    const made = await counting(5, async (n) => {
      if (n === 2) await jobs.requestCancel(made.reference, timestamp(START));
      return {};
    });
    await made.run();
    expect(made.steps).toEqual([1, 2]);
    expect(await made.now()).toMatchObject({
      status: 'cancelled',
      cancel_requested_at: timestamp(START),
      progress: { counted: 2 },
    });
  });

  test('a job keeps where it was only if its kind can go on', async () => {
    for (const goesOn of [true, false]) {
      const made = await counting(5, async (n) => {
        if (n === 2) await jobs.requestCancel(made.reference, timestamp(START));
        return {};
      });
      const { counting: kind } = made.ports.jobKinds;
      await runJob(made.reference, { ...made.ports, jobKinds: { counting: { ...kind, goesOn } } });
      expect(await made.now()).toMatchObject({ status: 'cancelled', input: goesOn ? { to: 5 } : {} });
      expect((await made.now()).position).toEqual(goesOn ? { n: 2 } : undefined);
    }
  });

  test('before it began, a job takes no step; after its end, it cannot be', async () => {
    const { run, reference, now, steps } = await counting(2);
    expect(await jobs.requestCancel(reference, timestamp(START))).toMatchObject({ status: 'queued' });
    await run();
    expect([steps, (await now()).status]).toEqual([[], 'cancelled']);
    expect(await jobs.requestCancel(reference, timestamp(START))).toBeUndefined();
  });
});

describe('a step that fails', () => {
  class Throttled extends Error {
    override readonly name = 'Throttled';
  }

  test('is tried again from where it was, and its error is kept by name alone', async () => {
    let failing = true;
    const made = await counting(3, (n) => {
      if (n === 2 && failing) throw new Throttled('of +4915112345678');
      return {};
    });
    await expect(made.run()).rejects.toThrow(Throttled);
    expect(await made.now()).toMatchObject({
      status: 'running',
      position: { n: 1 },
      errors: [{ code: 'Throttled', at: timestamp(START) }],
    });
    expect(JSON.stringify(await made.raw())).not.toContain('+4915112345678');
    failing = false;
    await made.run();
    expect(made.steps).toEqual([1, 2, 2, 3]);
    expect(await made.now()).toMatchObject({ status: 'succeeded', attempts: 0 });
  });

  test('too often, by an error or by the death of its worker, fails the job, whose message ends in the dead letters', async () => {
    const made = await counting(3, () => Promise.reject(new Throttled()));
    await jobs.claim(made.reference, { holder: ids.next('job'), until: START + 1 }, START);
    made.clock.advance(2);
    for (let tried = 1; tried < MAX_ATTEMPTS; tried++) await expect(made.run()).rejects.toThrow(Throttled);
    expect(await made.now()).toMatchObject({ status: 'failed', input: { to: 3 } });
    expect(await made.raw()).not.toHaveProperty('gsi1pk');
    expect(made.events()).toEqual(['job.failed']);
    await expect(made.run()).rejects.toThrow(JobFailed);
    expect(made.steps).toHaveLength(MAX_ATTEMPTS - 1);
  });

  test('because its worker always dies fails the job, too', async () => {
    const made = await counting(3);
    for (let tried = 0; tried < MAX_ATTEMPTS; tried++) {
      await jobs.claim(made.reference, { holder: ids.next('job'), until: made.clock.now() + LEASE }, made.clock.now());
      made.clock.advance(LEASE + 1);
    }
    await expect(made.run()).rejects.toThrow('No attempt');
    expect([made.steps, (await made.now()).status]).toEqual([[], 'failed']);
  });

  test('keeps ten errors at most', async () => {
    let fails = 0;
    const made = await counting(2, () => {
      // Every other attempt records a step, so that the job never fails.
      if (++fails % 2) throw new Throttled();
      return { next: { n: 0 }, not_before: made.clock.now() + 1 };
    });
    for (let n = 0; n < 30; n++) {
      await made.run().catch(() => undefined);
      made.clock.advance(1);
    }
    expect((await made.now()).errors).toHaveLength(10);
  });
});

test('a kind that this version does not know is an error, and the job waits for a version that knows it', async () => {
  const { ports, reference, now } = await counting(1);
  await expect(runJob(reference, { ...ports, jobKinds: {} })).rejects.toThrow('no kind of job called counting');
  expect(await now()).toMatchObject({ status: 'running', errors: [{ code: 'Error' }] });
});

test('another tenant’s reference leads to no job', async () => {
  const { reference, ports, steps } = await counting(1);
  const other = { ...reference, tenant_id: ids.next('ten') };
  await runJob(other, ports);
  expect([steps, await jobs.get(other)]).toEqual([[], undefined]);
});

test('the sweeper queues what nobody has carried on for a quarter of an hour, and nothing that has ended', async () => {
  const [lost, died, ended, fresh] = [await counting(1), await counting(1), await counting(1), await counting(1)];
  await jobs.claim(died.reference, { holder: ids.next('job'), until: START + LEASE }, START);
  await ended.run();
  const swept = async (at: number) => {
    const found: string[] = [];
    const jobQueue = { add: async ({ job_id }: JobReference) => void found.push(job_id) };
    await sweepJobs({ clock: fakeClock(at), jobQueue, jobs, log: fresh.log });
    return found.filter((id) => [lost, died, ended].some(({ job }) => job.id === id));
  };
  expect(await swept(START + 15 * 60_000)).toEqual([]);
  expect(await swept(START + 15 * 60_000 + 1)).toEqual([lost.job.id]);
  expect((await swept(START + 15 * 60_000 + LEASE + 1)).toSorted()).toEqual([lost.job.id, died.job.id].toSorted());
});
