import { beginJob, type BeginJobPorts } from '../job/begin-job.ts';
import type { Campaign } from './campaign.ts';

/** The name of this work in the registry of job kinds. */
export const PREPARATION = 'campaign.preparation';

/**
 * Begins the job that has the templates of a campaign's contents made and reviewed before it is sent.
 * @param created_by whose request it is, as `actorName` puts it
 * @returns the job's id
 */
export function beginPreparation(
  { tenant_id, id: campaign_id }: Pick<Campaign, 'tenant_id' | 'id'>,
  created_by: string,
  ports: BeginJobPorts,
): Promise<string> {
  const job = {
    tenant_id,
    kind: PREPARATION,
    scope: 'conversations:view',
    input: { campaign_id },
    created_by,
  } as const;
  return beginJob(job, ports);
}
