import { cloneCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { copyCampaign } from '../../../shared/campaign/copy-campaign.ts';
import { requireRoomForDraft } from '../../../shared/campaign/require-room.ts';
import { showDraft } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, ids, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { campaigns, clock, ids, quotas };

export const handle: Handle<typeof cloneCampaign, typeof needs> = async (
  { params, body, caller },
  { campaigns, clock, ids, quotas },
) => {
  const from = await campaigns.get(caller.tenant_id, params.id);
  if (!from) throw notFound('campaign');
  const made = { id: ids.next('cmp'), now: timestamp(clock.now()), by: actorName(caller.actor) };
  const copy = copyCampaign(from, { ...made, ...(body.name && { name: body.name }) });
  await requireRoomForDraft(copy, { campaigns, quotas });
  await campaigns.add(copy);
  return showDraft(copy);
};

export const handler = api(cloneCampaign, handle, needs);
