import { ACTIVE } from './job.ts';
import type { Jobs } from './job.store.ts';

/** Which of some jobs of a tenant wait or run, by their ids. */
export async function activeAmong(
  tenant_id: string,
  job_ids: readonly string[],
  jobs: Pick<Jobs, 'getAll'>,
): Promise<ReadonlySet<string>> {
  const found = await jobs.getAll(job_ids.map((job_id) => ({ tenant_id, job_id })));
  return new Set(found.filter(({ status }) => ACTIVE.includes(status)).map(({ id }) => id));
}
