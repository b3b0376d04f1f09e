import { applyCampaignChange } from '../../../shared/campaign/campaign.ts';
import { changeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { requireChangeable } from '../../../shared/campaign/require-changeable.ts';
import { requireAudience } from '../../../shared/campaign/require-audience.ts';
import { requireEndpoints } from '../../../shared/campaign/require-endpoints.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { requireScopeToSchedule } from '../../../shared/campaign/schedule.ts';
import { answeredDraft, showDraft } from '../../../shared/campaign/show-campaign.ts';
import { changeTemplates } from '../../../shared/campaign/use-templates.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  ids,
  jobQueue,
  jobs,
  lanes,
  quotas,
  schedules,
  segments,
  senders,
  sendingSwitch,
  templates,
  tenants,
  webhookEndpoints,
} from '../../../shared/runtime/dependencies.ts';
import { requireMatch } from '../../../shared/runtime/etag.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = {
  campaigns,
  clock,
  ids,
  jobQueue,
  jobs,
  lanes,
  quotas,
  schedules,
  segments,
  senders,
  sendingSwitch,
  templates,
  tenants,
  webhookEndpoints,
};

export const handle: Handle<typeof changeCampaign, typeof needs> = async (
  { params, body, caller, if_match },
  ports,
) => {
  requireScopeToSchedule(caller, body);
  const { tenant_id } = caller;
  const before = await ports.campaigns.get(tenant_id, params.id);
  if (!before) throw notFound('campaign');
  requireMatch(if_match, changeCampaign, answeredDraft(before));
  await requireChangeable(before, body, ports.lanes);
  if (before.status === 'scheduled') requireScopeToSchedule(caller, before);
  if (body.sender_id && !(await ports.senders.get(tenant_id, body.sender_id))) throw notFound('sender');
  if (body.scheduled_at || body.recurrence) await requireSending(tenant_id, ports);
  await requireEndpoints(tenant_id, body, ports.webhookEndpoints);
  await requireAudience(tenant_id, body, ports);
  const change = { now: timestamp(ports.clock.now()), by: actorName(caller.actor) };
  const resolved = await changeTemplates(before, body, ports);
  return showDraft(await saveCampaign(before, applyCampaignChange(before, resolved, change), ports));
};

export const handler = api(changeCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
