import { withSchedule } from '../../../shared/campaign/campaign.ts';
import { scheduleCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { showDraft } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, ids, jobQueue, jobs, quotas, schedules } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { campaigns, clock, ids, jobQueue, jobs, quotas, schedules };

export const handle: Handle<typeof scheduleCampaign, typeof needs> = async ({ params, body, caller }, ports) => {
  const before = await ports.campaigns.get(caller.tenant_id, params.id);
  if (!before) throw notFound('campaign');
  const change = { now: timestamp(ports.clock.now()), by: actorName(caller.actor) };
  return showDraft(await saveCampaign(before, withSchedule(before, body.scheduled_at, change), ports));
};

export const handler = api(scheduleCampaign, handle, needs);
