import { showCampaign } from '../../../shared/analytics/show-campaign.ts';
import { pauseCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
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
