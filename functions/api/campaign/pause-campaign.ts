import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { pauseCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

export const handle: Handle<typeof pauseCampaign, 'campaigns' | 'clock' | 'lanes' | 'rollups'> = async (
  { params, caller: { tenant_id } },
  { campaigns, clock, lanes, rollups },
) => {
  const now = timestamp(clock.now());
  const campaign = await campaigns.take('pause', { tenant_id, id: params.id }, now, 'Paused by request.');
  return showCampaign(campaign, { clock, lanes, rollups });
};

export const handler = api(pauseCampaign, handle, { campaigns, clock, lanes, rollups });
