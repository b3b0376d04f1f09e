import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { cancelCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, lanes, rollups, runs, schedules } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

export const handle: Handle<
  typeof cancelCampaign,
  'campaigns' | 'clock' | 'lanes' | 'rollups' | 'runs' | 'schedules'
> = async ({ params, caller: { tenant_id } }, dependencies) => {
  const campaign = await beginRun('cancel', { tenant_id, id: params.id }, dependencies);
  if (campaign.scheduled_at) await dependencies.schedules.clear(campaign);
  return showCampaign(campaign, dependencies);
};

export const handler = api(cancelCampaign, handle, { campaigns, clock, lanes, rollups, runs, schedules });
