import { canTransition, READ_BEFORE_DELETION } from '../../../shared/campaign/campaign-status.ts';
import { deleteCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { answeredDraft } from '../../../shared/campaign/show-campaign.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { campaigns } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import { requireMatch } from '../../../shared/runtime/etag.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns };

export const handle: Handle<typeof deleteCampaign, typeof needs> = async (
  { params, caller, if_match },
  { campaigns },
) => {
  const before = await campaigns.get(caller.tenant_id, params.id);
  if (!before) throw notFound('campaign');
  // What may not be deleted is refused for that, whatever its version is.
  if (canTransition('remove', before.status))
    requireMatch(if_match, deleteCampaign, answeredDraft(before), READ_BEFORE_DELETION);
  await campaigns.remove(before, if_match === undefined ? undefined : before.updated_at);
  return { id: params.id, deleted: true };
};

export const handler = api(deleteCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
