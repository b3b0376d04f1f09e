import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { resumeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups, runs } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

export const handle: Handle<typeof resumeCampaign, 'campaigns' | 'clock' | 'lanes' | 'rollups' | 'runs'> = async (
  { params, caller: { tenant_id } },
  dependencies,
) => {
  const campaign = await beginRun('resume', { tenant_id, id: params.id }, dependencies);
  return showCampaign(campaign, dependencies);
};

export const handler = api(resumeCampaign, handle, { campaigns, clock, lanes, rollups, runs });
