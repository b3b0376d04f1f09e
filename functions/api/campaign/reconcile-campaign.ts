import { beginReconciliation } from '../../../shared/campaign/begin-reconciliation.ts';
import { reconcileCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, credentials, ids, jobQueue, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { withAccount } from '../../../shared/template/with-account.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { campaigns, clock, credentials, ids, jobQueue, jobs };

export const handle: Handle<typeof reconcileCampaign, typeof needs> = (
  { params: { id }, caller: { tenant_id, actor } },
  { credentials, ...ports },
) =>
  withAccount(tenant_id, credentials, async () => ({
    job_id: await beginReconciliation({ tenant_id, id }, actorName(actor), ports),
  }));

export const handler = api(reconcileCampaign, handle, needs);
