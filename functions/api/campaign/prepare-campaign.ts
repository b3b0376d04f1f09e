import { beginPreparation } from '../../../shared/campaign/begin-preparation.ts';
import { prepareCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { requirePreparable } from '../../../shared/campaign/campaign-status.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, ids, jobQueue, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { campaigns, clock, ids, jobQueue, jobs };

export const handle: Handle<typeof prepareCampaign, typeof needs> = async ({ params, caller }, ports) => {
  const campaign = await ports.campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  requirePreparable(campaign.status);
  return { job_id: await beginPreparation(campaign, actorName(caller.actor), ports) };
};

export const handler = api(prepareCampaign, handle, needs);
