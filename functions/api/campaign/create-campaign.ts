import { draftCampaign } from '../../../shared/campaign/campaign.ts';
import { createCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { saveCampaign } from '../../../shared/campaign/save-campaign.ts';
import { requireScopeToSchedule } from '../../../shared/campaign/schedule.ts';
import { campaigns, clock, ids, schedules, senders, tenants } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { chooseSender } from '../../../shared/sender/choose-sender.ts';

export const handle: Handle<
  typeof createCampaign,
  'campaigns' | 'clock' | 'ids' | 'schedules' | 'senders' | 'tenants'
> = async ({ body, caller }, { campaigns, clock, ids, schedules, senders, tenants }) => {
  requireScopeToSchedule(caller, body);
  const { tenant_id } = caller;
  const sender_id = await chooseSender(tenant_id, body.sender_id, { senders, tenants });
  const campaign = draftCampaign(body, { id: ids.next('cmp'), tenant_id, sender_id, now: timestamp(clock.now()) });
  return saveCampaign(undefined, campaign, { campaigns, schedules });
};

export const handler = api(createCampaign, handle, { campaigns, clock, ids, schedules, senders, tenants });
