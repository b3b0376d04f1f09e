import { timestamp } from '../platform/clock.ts';
import type { Change } from '../platform/expression.ts';
import type { Item, Table, TransactWrite } from '../platform/table-client.ts';
import { defaultDays, expiryAfter, type KeptDays } from '../tenancy/retention.ts';
import { ACTIVE, job, referenceOf, type Job, type JobReference, type JobStatus } from './job.ts';

/** Jobs that are to be carried on are in an index, by when somebody must have been at them; those that ended are not. */
const ACTIVE_JOBS = 'ACTIVE_JOBS';

const keys = {
  job: ({ tenant_id, job_id }: JobReference) => ({ pk: `TENANT#${tenant_id}#JOB#${job_id}`, sk: 'JOB' }),
  active: ({ tenant_id, job_id }: JobReference, from: number) => ({
    gsi1pk: ACTIVE_JOBS,
    gsi1sk: `${String(from).padStart(15, '0')}#${tenant_id}#${job_id}`,
  }),
};

function itemOf(draft: Job): Item {
  const reference = referenceOf(draft);
  return { ...keys.job(reference), ...keys.active(reference, draft.due_at), ...job.parse(draft) };
}

/** Whether a worker got a job; if not, the job as it is. */
export type JobClaim =
  { readonly got: true; readonly job: Job } | { readonly got: false; readonly job: Job | undefined };

/** A worker's hold on a job. */
export interface Lease {
  readonly holder: string;
  /** In milliseconds since the epoch. */
  readonly until: number;
}

export type Jobs = ReturnType<typeof jobStore>;

/** @param keptDays for how many days each tenant has ended jobs kept */
export function jobStore(table: Table, keptDays: KeptDays = defaultDays) {
  async function write(held: Job, holder: string, change: Change): Promise<Job | undefined> {
    const written = await table.updateAndRead(keys.job(referenceOf(held)), change, {
      equals: { holder, status: 'running' },
    });
    return written.done ? job.parse(written.item) : undefined;
  }

  return {
    /** The write that adds a job, for one transaction with whatever the job follows from. */
    addWrite(draft: Job): TransactWrite {
      return { put: itemOf(draft), where: { exists: false } };
    },

    /** Adds a job. A repeated request with the same id changes nothing. */
    async add(draft: Job): Promise<void> {
      await table.put(itemOf(draft), { exists: false });
    },

    async get(reference: JobReference): Promise<Job | undefined> {
      const item = await table.get(keys.job(reference));
      return item && job.parse(item);
    },

    /** Those that are there, in no particular order. */
    async getAll(references: readonly JobReference[]): Promise<Job[]> {
      return (await table.getAll(references.map(keys.job))).map((item) => job.parse(item));
    },

    /** Leases a job that is due and that nobody holds. An attempt counts from here: its worker may die without a word. */
    async claim(reference: JobReference, { holder, until }: Lease, now: number): Promise<JobClaim> {
      const claimed = await table.updateAndRead(
        keys.job(reference),
        {
          set: { status: 'running', holder, lease_until: until, ...keys.active(reference, until) },
          setIfAbsent: { started_at: timestamp(now) },
          add: { attempts: 1 },
        },
        { oneOf: { status: ACTIVE }, lessOrEqual: { due_at: now }, notExistsOrLessThan: { lease_until: now } },
      );
      if (claimed.done) return { got: true, job: job.parse(claimed.item) };
      return { got: false, job: claimed.found && job.parse(claimed.found) };
    },

    /** Records a step and renews the lease. @returns the job, or undefined when the lease has been lost */
    async record(
      held: Job,
      { holder, until }: Lease,
      step: Pick<Job, 'position' | 'progress'>,
    ): Promise<Job | undefined> {
      const set = { ...step, attempts: 0, lease_until: until, ...keys.active(referenceOf(held), until) };
      return write(held, holder, { set });
    },

    /** Gives a job back, to be carried on when it is due. */
    async release(held: Job, holder: string, more: Pick<Job, 'due_at'> & Partial<Pick<Job, 'errors'>>): Promise<void> {
      const set = { ...more, ...keys.active(referenceOf(held), more.due_at) };
      await write(held, holder, { set, remove: ['holder', 'lease_until'] });
    },

    /**
     * Ends a job. One that failed keeps its input and position, which tell where it stopped; another one only if that is said.
     * @param now in milliseconds since the epoch
     * @returns whether the lease still held
     */
    async end(
      held: Job,
      holder: string,
      status: Exclude<JobStatus, 'queued' | 'running'>,
      now: number,
      {
        keepsPosition = status === 'failed',
        ...more
      }: Partial<Pick<Job, 'errors' | 'progress'>> & { readonly keepsPosition?: boolean } = {},
    ): Promise<boolean> {
      const days = await keptDays(held.tenant_id, 'jobs_days');
      const set = { ...more, status, ended_at: timestamp(now), expires_at: expiryAfter(now, days) };
      const remove = ['holder', 'lease_until', 'gsi1pk', 'gsi1sk', ...(keepsPosition ? [] : ['input', 'position'])];
      return (await write(held, holder, { set, remove })) !== undefined;
    },

    /**
     * The write that lets a job that stopped go on from there, with as many attempts as at first; for one transaction with
     * what else that takes. It fails when the job is not any more as it was read.
     */
    resumeWrite(stopped: Job, now: number): TransactWrite {
      const reference = referenceOf(stopped);
      const resumed = { at: timestamp(now), progress: stopped.progress };
      const set = { status: 'queued', attempts: 0, due_at: now, resumed, ...keys.active(reference, now) };
      return {
        key: keys.job(reference),
        change: { set, remove: ['ended_at', 'expires_at', 'cancel_requested_at'] },
        where: { equals: { status: stopped.status, ended_at: stopped.ended_at } },
      };
    },

    /** Asks that a job stop before its next step. @returns the job, or undefined when there is none that could */
    async requestCancel(reference: JobReference, at: string): Promise<Job | undefined> {
      const change = { setIfAbsent: { cancel_requested_at: at } };
      const written = await table.updateAndRead(keys.job(reference), change, { oneOf: { status: ACTIVE } });
      return written.done ? job.parse(written.item) : undefined;
    },

    /** The jobs that somebody should have been at before a time (milliseconds since the epoch), the longest overdue first. */
    async overdue(before: number, limit: number): Promise<Job[]> {
      const { items } = await table.query({ pk: ACTIVE_JOBS, index: 'gsi1', limit });
      return items.map((item) => job.parse(item)).filter((found) => (found.lease_until ?? found.due_at) < before);
    },
  };
}
