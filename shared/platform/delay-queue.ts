/** A queue of jobs, each handled when it is due. */
export interface DelayQueue<Job> {
  /** @param due when the job is to be handled (milliseconds since the epoch); it may come earlier, never later for long */
  add(job: Job, due: number, now: number): Promise<void>;
}
