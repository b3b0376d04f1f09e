interface Job {
  readonly status: string;
}

/** Whether an import or an export has ended, whichever way. */
export const isOver = ({ status }: Job): boolean => ['succeeded', 'failed', 'cancelled', 'expired'].includes(status);

/** How often one is looked at until then: seldom, when it stands still. */
export const jobCadence = (job: Job, unchanged: number): number | undefined =>
  isOver(job) ? undefined : Math.min(5000, 1000 * 1.5 ** unchanged);
