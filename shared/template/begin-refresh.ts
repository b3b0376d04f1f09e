import { draftJob, referenceOf } from '../job/job.ts';
import { actorName, system } from '../tenancy/actor.ts';
import type { BeginSyncPorts } from './sync-templates.ts';

/** The name of this work in the registry of job kinds. */
export const TEMPLATE_REFRESH = 'template.refresh';

/**
 * Begins to look again at templates of which the provider has news. What the news says is not relied on: it may come late,
 * twice and out of order.
 * @param template_ids the provider's ids
 */
export async function beginRefresh(
  tenant_id: string,
  template_ids: readonly string[],
  { clock, ids, jobQueue, jobs }: BeginSyncPorts,
): Promise<void> {
  const now = clock.now();
  const id = ids.next('job');
  const given = { id, tenant_id, kind: TEMPLATE_REFRESH, input: { template_ids } };
  await jobs.add(draftJob({ ...given, scope: 'conversations:view', created_by: actorName(system('provider')) }, now));
  await jobQueue.add(referenceOf({ id, tenant_id }), now, now);
}
