import { draftJob, referenceOf, type JobQueue } from '../job/job.ts';
import type { Jobs } from '../job/job.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Campaign } from './campaign.ts';

/** The name of this work in the registry of job kinds. */
export const PREPARATION = 'campaign.preparation';

export interface BeginPreparationPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'add'>;
}

/**
 * Begins the job that has the templates of a campaign's contents made and reviewed before it is sent.
 * @param by whose request it is, as `actorName` puts it
 * @returns the job's id
 */
export async function beginPreparation(
  { tenant_id, id: campaign_id }: Pick<Campaign, 'tenant_id' | 'id'>,
  by: string,
  { clock, ids, jobQueue, jobs }: BeginPreparationPorts,
): Promise<string> {
  const now = clock.now();
  const id = ids.next('job');
  const given = { id, tenant_id, kind: PREPARATION, input: { campaign_id }, created_by: by };
  await jobs.add(draftJob({ ...given, scope: 'conversations:view' }, now));
  await jobQueue.add(referenceOf({ id, tenant_id }), now, now);
  return id;
}
