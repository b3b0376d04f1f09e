import type { Position } from '../platform/page.ts';
import type { Job } from './job.ts';

/** What a step did, and what follows. */
export interface StepResult {
  /** Where the next step begins; undefined after the last one. */
  readonly next: Position | undefined;
  /** How many of what the step has done, by name; added to the job's progress. */
  readonly done?: Readonly<Record<string, number>>;
  /** The next step does not begin before this (milliseconds since the epoch); at once by default. */
  readonly not_before?: number;
}

/**
 * One kind of work. A step takes some seconds at most and may be repeated from the same position to the same effect: a worker
 * may die before its step is recorded, and two may meet when a lease runs out.
 */
export interface JobKind {
  /** Whether one that was cancelled may go on later: only then it keeps what it was to do and where it was. */
  readonly goesOn?: boolean;
  step(job: Pick<Job, 'tenant_id' | 'input' | 'position'>, now: number): Promise<StepResult>;
}

/** Every kind of job, by its name. */
export type JobKinds = Readonly<Record<string, JobKind>>;
