import { ACTIVE, draftJob, referenceOf, type JobQueue } from '../job/job.ts';
import type { Jobs } from '../job/job.store.ts';
import type { Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import type { Campaign } from './campaign.ts';
import type { Campaigns } from './campaign.store.ts';

/** The name of this work in the registry of job kinds. */
export const RECONCILIATION = 'campaign.reconciliation';

export interface BeginReconciliationPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'beginReconciliation'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'get' | 'addWrite'>;
}

/**
 * Begins the job that asks the provider about a campaign's unknown messages; while one does already, and was
 * not asked to stop, nothing is begun. If this dies before the job is queued, the sweeper finds it overdue.
 * @param created_by whose request it is, as `actorName` puts it
 * @returns the id of the job that asks
 * @throws HeraldError 404, or 409 when the campaign has not begun
 */
export async function beginReconciliation(
  { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
  created_by: string,
  { campaigns, clock, ids, jobQueue, jobs }: BeginReconciliationPorts,
): Promise<string> {
  const campaign = await campaigns.get(tenant_id, id);
  if (!campaign) throw notFound('campaign');
  if (!campaign.started_at)
    throw conflict('campaign.not_begun', 'The campaign has not begun, so there is nothing to ask about yet.');
  const last = campaign.reconcile_job && (await jobs.get({ tenant_id, job_id: campaign.reconcile_job }));
  // One that was asked to stop takes no other step.
  if (last && ACTIVE.includes(last.status) && !last.cancel_requested_at) return last.id;

  const now = clock.now();
  const about = { tenant_id, kind: RECONCILIATION, scope: 'campaigns:send', created_by, cancellable: true } as const;
  const job = draftJob({ ...about, id: ids.next('job'), input: { campaign_id: id } }, now);
  if (await campaigns.beginReconciliation(campaign, job.id, jobs.addWrite(job))) {
    await jobQueue.add(referenceOf(job), now, now);
    return job.id;
  }
  // Another request came first.
  const other = (await campaigns.get(tenant_id, id))?.reconcile_job;
  if (!other) throw notFound('campaign');
  return other;
}
