import { beginJob, type BeginJobPorts } from '../job/begin-job.ts';
import { actorName, system } from '../tenancy/actor.ts';

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
  ports: BeginJobPorts,
): Promise<void> {
  const about = { tenant_id, kind: TEMPLATE_REFRESH, input: { template_ids } };
  await beginJob({ ...about, scope: 'conversations:view', created_by: actorName(system('provider')) }, ports);
}
