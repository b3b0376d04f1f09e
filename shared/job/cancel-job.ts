import { timestamp, type Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { requireScope, type Caller } from '../tenancy/caller.ts';
import type { Job } from './job.ts';
import type { Jobs } from './job.store.ts';

export interface CancelJobPorts {
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, 'get' | 'requestCancel'>;
}

/**
 * Asks that a job stop before its next step; again, it changes nothing.
 * @throws HeraldError 404, 403 without the job's scope, 409 for one that has ended, or must not be left half done
 */
export async function cancelJob(
  id: string,
  caller: Pick<Caller, 'tenant_id' | 'scopes'>,
  { clock, jobs }: CancelJobPorts,
): Promise<Job> {
  const reference = { tenant_id: caller.tenant_id, job_id: id };
  const found = await jobs.get(reference);
  if (!found) throw notFound('job');
  requireScope(caller, found.scope);
  if (!found.cancellable) throw conflict('job.not_cancellable', 'This job must not be left half done; let it end.');
  if (found.status === 'cancelled') return found;
  const cancelled = await jobs.requestCancel(reference, timestamp(clock.now()));
  if (!cancelled) throw conflict('job.ended', 'The job has ended; there is nothing left to cancel.');
  return cancelled;
}
