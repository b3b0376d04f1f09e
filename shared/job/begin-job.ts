import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { draftJob, referenceOf, type Job, type JobQueue } from './job.ts';
import type { Jobs } from './job.store.ts';

export interface BeginJobPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'add'>;
}

/** Adds a job and queues it. If this dies in between, the sweeper finds the job overdue. @returns the job's id */
export async function beginJob(
  given: Pick<Job, 'tenant_id' | 'kind' | 'scope' | 'input' | 'created_by'>,
  { clock, ids, jobQueue, jobs }: BeginJobPorts,
): Promise<string> {
  const now = clock.now();
  const job = draftJob({ id: ids.next('job'), ...given }, now);
  await jobs.add(job);
  await jobQueue.add(referenceOf(job), now, now);
  return job.id;
}
