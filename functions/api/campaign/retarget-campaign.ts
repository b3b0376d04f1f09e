import { retargetCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { retargetCampaign as retarget } from '../../../shared/campaign/retarget-campaign.ts';
import { requireRoomForDraft } from '../../../shared/campaign/require-room.ts';
import { showDraft } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, ids, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { campaigns, clock, ids, quotas };

export const handle: Handle<typeof retargetCampaign, typeof needs> = async (
  { params, body: { who, name }, caller },
  { campaigns, clock, ids, quotas },
) => {
  const from = await campaigns.get(caller.tenant_id, params.id);
  if (!from) throw notFound('campaign');
  const made = { id: ids.next('cmp'), now: timestamp(clock.now()), by: actorName(caller.actor) };
  const draft = retarget(from, who, { ...made, name });
  await requireRoomForDraft(draft, { campaigns, quotas });
  await campaigns.add(draft);
  return showDraft(draft);
};

export const handler = api(retargetCampaign, handle, needs);
