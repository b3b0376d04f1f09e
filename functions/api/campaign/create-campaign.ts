import { draftCampaign } from '../../../shared/campaign/campaign.ts';
import { createCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { withDefaultFooters } from '../../../shared/campaign/default-footers.ts';
import { requireAudience } from '../../../shared/campaign/require-audience.ts';
import { requireEndpoints } from '../../../shared/campaign/require-endpoints.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { requireRoomForDraft } from '../../../shared/campaign/require-room.ts';
import { requireScopeToSchedule } from '../../../shared/campaign/schedule.ts';
import { showDraft } from '../../../shared/campaign/show-campaign.ts';
import { useTemplates } from '../../../shared/campaign/use-templates.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  ids,
  jobQueue,
  jobs,
  quotas,
  schedules,
  segments,
  senders,
  sendingSwitch,
  templates,
  tenants,
  webhookEndpoints,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { chooseSender } from '../../../shared/sender/choose-sender.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = {
  campaigns,
  clock,
  ids,
  jobQueue,
  jobs,
  quotas,
  schedules,
  segments,
  senders,
  sendingSwitch,
  templates,
  tenants,
  webhookEndpoints,
};

export const handle: Handle<typeof createCampaign, typeof needs> = async ({ body, caller }, ports) => {
  requireScopeToSchedule(caller, body);
  const { tenant_id } = caller;
  await requireRoomForDraft({ tenant_id }, ports);
  if (body.scheduled_at || body.recurrence) await requireSending(tenant_id, ports);
  await requireEndpoints(tenant_id, body, ports.webhookEndpoints);
  await requireAudience(tenant_id, body, ports);
  const draft = await useTemplates(tenant_id, body, ports);
  const sender_id = await chooseSender(tenant_id, body.sender_id, ports);
  const tenant = await ports.tenants.get(tenant_id);
  const made = { now: timestamp(ports.clock.now()), by: actorName(caller.actor) };
  const campaign = await saveCampaign(
    undefined,
    draftCampaign(withDefaultFooters(draft, tenant?.default_footer), {
      id: ports.ids.next('cmp'),
      tenant_id,
      sender_id,
      ...made,
    }),
    ports,
  );
  return showDraft(campaign);
};

export const handler = api(createCampaign, handle, needs);
