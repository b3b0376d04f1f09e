import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { traceOf, type Log } from '../platform/log.ts';
import type { JobKinds, StepResult } from './job-kind.ts';
import {
  ACTIVE,
  addProgress,
  MAX_ATTEMPTS,
  referenceOf,
  withError,
  type Job,
  type JobQueue,
  type JobReference,
} from './job.ts';
import type { Jobs, Lease } from './job.store.ts';

/** In milliseconds: longer than the function's timeout, so that no worker is still at a job when its lease ends. */
const LEASE = 90_000;
/** No step begins after so long, so that the last one ends within the function's timeout of a minute. */
const STEPS_FOR = 30_000;
/** How many steps one delivery takes at most. */
const MAX_STEPS = 1_000;

export interface RunJobPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobKinds: JobKinds;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'claim' | 'record' | 'release' | 'end'>;
  readonly log: Log;
}

/** A job that failed for good. Its message is refused, so that it ends in the dead letters, whose alarm tells of it. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

/**
 * Carries a job on, step by step, until it ends, must wait, or has taken its share of time; then the queue delivers it again.
 * Only the record says what is due and who is at it: a message that arrives twice, late or early does no harm.
 * @throws the error of a step, so that the queue delivers the job again
 */
export async function runJob(reference: JobReference, ports: RunJobPorts): Promise<void> {
  const { clock, ids, jobQueue, jobs } = ports;
  const now = clock.now();
  const lease = { holder: ids.next('job'), until: now + LEASE };
  const claim = await jobs.claim(reference, lease, now);
  if (claim.got) return carryOn(claim.job, lease, ports);
  if (claim.job?.status === 'failed') throw new JobFailed('The job has failed; its record says why.');
  if (!claim.job || !ACTIVE.includes(claim.job.status)) return;
  // Not due yet, or held by a worker that may die.
  return jobQueue.add(reference, Math.max(claim.job.due_at, claim.job.lease_until ?? 0), now);
}

async function carryOn(claimed: Job, { holder, until }: Lease, ports: RunJobPorts): Promise<void> {
  const { clock, jobQueue, jobs } = ports;
  const reference = referenceOf(claimed);
  const begun = until - LEASE;
  let held = claimed;
  for (let steps = 0; steps < MAX_STEPS && clock.now() - begun < STEPS_FOR; steps += 1) {
    if (held.cancel_requested_at) return end(held, holder, 'cancelled', ports);
    const result = await step(held, holder, ports);
    const progress = addProgress(held.progress, result.done ?? {});
    if (result.next === undefined) return end({ ...held, progress }, holder, 'succeeded', ports);
    const now = clock.now();
    const recorded = await jobs.record(held, { holder, until: now + LEASE }, { position: result.next, progress });
    // Another worker has taken over.
    if (!recorded) return;
    held = recorded;
    const due_at = result.not_before ?? now;
    if (due_at > now) {
      await jobs.release(held, holder, { due_at });
      return jobQueue.add(reference, due_at, now);
    }
  }
  const now = clock.now();
  await jobs.release(held, holder, { due_at: now });
  return jobQueue.add(reference, now, now);
}

/** Takes one step. After an error the job is given back, or fails when the step was tried often enough. */
async function step(held: Job, holder: string, ports: RunJobPorts): Promise<StepResult> {
  const { clock, jobKinds, jobs, log } = ports;
  try {
    if (held.attempts > MAX_ATTEMPTS) throw new JobFailed('No attempt at a step of this job came to its end.');
    const kind = jobKinds[held.kind];
    if (!kind) throw new Error(`There is no kind of job called ${held.kind} in this version.`);
    return await kind.step(held, clock.now());
  } catch (error) {
    const now = clock.now();
    const errors = withError(held, error, now);
    if (held.attempts < MAX_ATTEMPTS) await jobs.release(held, holder, { due_at: now, errors });
    else if (await jobs.end(held, holder, 'failed', now, { errors }))
      log('job.failed', { tenant_id: held.tenant_id, job_id: held.id, code: held.kind, ...traceOf(error) });
    throw error;
  }
}

async function end(
  held: Job,
  holder: string,
  status: 'succeeded' | 'cancelled',
  { clock, jobKinds, jobs, log }: RunJobPorts,
): Promise<void> {
  const keepsPosition = status === 'cancelled' && jobKinds[held.kind]?.goesOn === true;
  if (await jobs.end(held, holder, status, clock.now(), { progress: held.progress, keepsPosition }))
    log('job.ended', { tenant_id: held.tenant_id, job_id: held.id, code: status });
}
