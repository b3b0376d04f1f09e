import { withSchedule } from '../../../shared/campaign/campaign.ts';
import { scheduleCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { LOOK_AGAIN } from '../../../shared/campaign/campaign-status.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { answeredDraft, showDraft } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { requireSeen } from '../../../shared/preflight/require-seen.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  customers,
  frequencies,
  ids,
  jobQueue,
  jobs,
  messages,
  quotas,
  schedules,
  segments,
  sendingSwitch,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import { requireMatch } from '../../../shared/runtime/etag.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = {
  campaigns,
  clock,
  customers,
  frequencies,
  ids,
  jobQueue,
  jobs,
  messages,
  quotas,
  schedules,
  segments,
  sendingSwitch,
  tenants,
};

export const handle: Handle<typeof scheduleCampaign, typeof needs> = async (
  { params, body, caller, if_match },
  ports,
) => {
  const before = await ports.campaigns.get(caller.tenant_id, params.id);
  if (!before) throw notFound('campaign');
  await requireSending(caller.tenant_id, ports);
  const change = { now: timestamp(ports.clock.now()), by: actorName(caller.actor) };
  const scheduled = withSchedule(before, body.scheduled_at, change);
  requireMatch(if_match, scheduleCampaign, answeredDraft(before), LOOK_AGAIN);
  // Without an approval it is refused at once, rather than at its time.
  await requireSeen(scheduled, body.expected_reach, ports);
  return showDraft(await saveCampaign(before, scheduled, ports));
};

export const handler = api(scheduleCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
