import * as z from 'zod';

import { scope } from '../contract/scope.ts';
import { timestamp } from '../platform/clock.ts';
import type { DelayQueue } from '../platform/delay-queue.ts';
import { idOf } from '../platform/ids.ts';

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
/** A job that has one of these is still to be carried on. */
export const ACTIVE: readonly JobStatus[] = ['queued', 'running'];

/** A job that has one of these stopped before its end. */
export const STOPPED: readonly JobStatus[] = ['failed', 'cancelled'];

/** How often a step is tried before its job fails. */
export const MAX_ATTEMPTS = 5;
/** How many errors a job keeps, the newest ones. */
const MAX_ERRORS = 10;

const values = z.record(z.string(), z.unknown());
const progress = z.record(z.string(), z.number().int());

/**
 * Work of many steps that outlives the request that began it. The record says what is to be done (`input`), how far it is
 * (`position`), and who is at it (`holder`, until `lease_until`). Only the job's kind reads `input` and `position`; they hold
 * ids and keys, no personal data, and leave with the job's success, so that the record of an erasure names nobody. One that
 * failed keeps them, and one that was cancelled where its kind can go on.
 */
export const job = z.object({
  id: idOf('job'),
  tenant_id: idOf('ten'),
  /** A name of the registry of kinds. */
  kind: z
    .string()
    .min(1)
    .max(64)
    .meta({ description: 'What work it is.', examples: ['erasure'] }),
  /** What a caller needs to see it. */
  scope,
  status: z.enum(JOB_STATUSES),
  input: values.default({}),
  /** Where the next step begins; absent before the first one. */
  position: values.optional(),
  progress: progress.describe('What has been done so far, by name.'),
  /** Never an error's message, which may quote data. */
  errors: z
    .array(z.object({ code: z.string().meta({ examples: ['TimeoutError'] }), at: z.iso.datetime() }))
    .max(MAX_ERRORS)
    .describe('The newest errors: the name of each, and when it happened.'),
  /** How often the next step has been tried. */
  attempts: z.number().int(),
  /** The next step does not begin before this. Milliseconds since the epoch, as is the lease. */
  due_at: z.number(),
  holder: z.string().optional(),
  lease_until: z.number().optional(),
  cancellable: z.boolean().default(false).describe('Whether it can be cancelled.'),
  cancel_requested_at: z.iso.datetime().optional().describe('When somebody asked it to stop.'),
  /** When it went on the last time after it had stopped, and what had been done by then. */
  resumed: z.object({ at: z.iso.datetime(), progress }).optional(),
  /** On whose behalf it runs, as `actorName` puts it. */
  created_by: z.string(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional(),
  ended_at: z.iso.datetime().optional(),
});
export type Job = z.infer<typeof job>;

/** The queue message: only the job's key, so that a repeated message finds the job as the first one left it. */
export const jobReference = z.object({ tenant_id: idOf('ten'), job_id: idOf('job') });
export type JobReference = z.infer<typeof jobReference>;
export type JobQueue = DelayQueue<JobReference>;

export function referenceOf({ tenant_id, id }: Pick<Job, 'tenant_id' | 'id'>): JobReference {
  return { tenant_id, job_id: id };
}

/** A job that nobody has begun. @param now when it may begin, in milliseconds since the epoch */
export function draftJob(
  given: Pick<Job, 'id' | 'tenant_id' | 'kind' | 'scope' | 'input' | 'created_by'> & Partial<Pick<Job, 'cancellable'>>,
  now: number,
): Job {
  return {
    cancellable: false,
    ...given,
    status: 'queued',
    progress: {},
    errors: [],
    attempts: 0,
    due_at: now,
    created_at: timestamp(now),
  };
}

/** A job's errors with one more. */
export function withError({ errors }: Pick<Job, 'errors'>, error: unknown, now: number): Job['errors'] {
  const code = error instanceof Error ? error.name.slice(0, 100) : typeof error;
  return [...errors, { code, at: timestamp(now) }].slice(-MAX_ERRORS);
}

/** The sum of what was done before and what a step did. */
export function addProgress(before: Job['progress'], done: Readonly<Record<string, number>>): Job['progress'] {
  return {
    ...before,
    ...Object.fromEntries(Object.entries(done).map(([name, by]) => [name, (before[name] ?? 0) + by])),
  };
}
