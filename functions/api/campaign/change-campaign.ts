import { changeCampaign } from '../../../shared/campaign/campaign.ts';
import { changeCampaign as contract } from '../../../shared/campaign/campaign.contract.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { requireScopeToSchedule } from '../../../shared/campaign/schedule.ts';
import { campaigns, clock, schedules, senders } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof contract, 'campaigns' | 'clock' | 'schedules' | 'senders'> = async (
  { params, body, caller },
  { campaigns, clock, schedules, senders },
) => {
  requireScopeToSchedule(caller, body);
  const { tenant_id } = caller;
  const before = await campaigns.get(tenant_id, params.id);
  if (!before) throw notFound('campaign');
  if (body.sender_id && !(await senders.get(tenant_id, body.sender_id))) throw notFound('sender');
  const after = changeCampaign(before, body, timestamp(clock.now()));
  return saveCampaign(before, after, { campaigns, schedules });
};

export const handler = api(contract, handle, { campaigns, clock, schedules, senders });
