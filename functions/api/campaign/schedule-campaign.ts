import { scheduleCampaign } from '../../../shared/campaign/campaign.ts';
import { scheduleCampaign as contract } from '../../../shared/campaign/campaign.contract.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { campaigns, clock, schedules } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof contract, 'campaigns' | 'clock' | 'schedules'> = async (
  { params, body, caller: { tenant_id } },
  { campaigns, clock, schedules },
) => {
  const before = await campaigns.get(tenant_id, params.id);
  if (!before) throw notFound('campaign');
  const after = scheduleCampaign(before, body.scheduled_at, timestamp(clock.now()));
  return saveCampaign(before, after, { campaigns, schedules });
};

export const handler = api(contract, handle, { campaigns, clock, schedules });
