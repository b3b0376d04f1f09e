import { showCampaign } from '../../../shared/analytics/show-campaign.ts';
import { beginRun } from '../../../shared/campaign/begin-run.ts';
import { resumeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups, runs } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';

export const handle: Handle<typeof resumeCampaign, 'campaigns' | 'clock' | 'lanes' | 'rollups' | 'runs'> = async (
  { params, caller: { tenant_id } },
  dependencies,
) => {
  const campaign = await beginRun('resume', { tenant_id, id: params.id }, dependencies);
  return showCampaign(campaign, dependencies);
};

export const handler = api(resumeCampaign, handle, { campaigns, clock, lanes, rollups, runs });
