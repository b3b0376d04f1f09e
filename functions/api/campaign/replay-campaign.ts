import { replayCampaign } from '../../../shared/run/replay-campaign.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { replayCampaign as contract } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups, runs } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

export const handle: Handle<typeof contract, 'campaigns' | 'clock' | 'lanes' | 'rollups' | 'runs'> = async (
  { params, body, caller: { tenant_id } },
  dependencies,
) => showCampaign(await replayCampaign({ tenant_id, id: params.id }, body.scope, dependencies), dependencies);

export const handler = api(contract, handle, { campaigns, clock, lanes, rollups, runs });
