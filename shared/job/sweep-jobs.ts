import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { referenceOf, type JobQueue } from './job.ts';
import type { Jobs } from './job.store.ts';

/** In milliseconds: longer than the queue holds back a message whose attempt failed, so that nothing is queued needlessly. */
const OVERDUE_AFTER = 15 * 60_000;
/** How many jobs one sweep queues; the next one, a minute later, queues as many again. */
const MAX_SWEPT = 100;

export interface SweepJobsPorts {
  readonly clock: Clock;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'overdue'>;
  readonly log: Log;
}

/** Queues jobs again that nobody carries on: the message was lost, or never sent because the request died after its write. */
export async function sweepJobs({ clock, jobQueue, jobs, log }: SweepJobsPorts): Promise<void> {
  const now = clock.now();
  for (const overdue of await jobs.overdue(now - OVERDUE_AFTER, MAX_SWEPT)) {
    await jobQueue.add(referenceOf(overdue), now, now);
    log('job.requeued', { tenant_id: overdue.tenant_id, job_id: overdue.id });
  }
}
