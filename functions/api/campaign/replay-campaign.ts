import { replayCampaign } from '../../../shared/analytics/replay-campaign.ts';
import { showCampaign } from '../../../shared/analytics/show-campaign.ts';
import { replayCampaign as contract } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups, runs } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';

export const handle: Handle<typeof contract, 'campaigns' | 'clock' | 'lanes' | 'rollups' | 'runs'> = async (
  { params, body, caller: { tenant_id } },
  dependencies,
) => showCampaign(await replayCampaign({ tenant_id, id: params.id }, body.scope, dependencies), dependencies);

export const handler = api(contract, handle, { campaigns, clock, lanes, rollups, runs });
