import { jobReference } from '../../shared/job/job.ts';
import { runJob } from '../../shared/job/run-job.ts';
import { clock, ids, jobKinds, jobQueue, jobs, log } from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';

export const handler = queue(jobReference, runJob, { clock, ids, jobKinds, jobQueue, jobs, log });
