/** A queue of jobs that are handled when they are due. */
export interface DelayQueue<Job> {
  /** @param due when to handle the job (milliseconds since the epoch); it may be delivered earlier, or a little later */
  add(job: Job, due: number, now: number): Promise<void>;
}
