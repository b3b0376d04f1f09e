import { draftCampaign } from '../../../shared/campaign/campaign.ts';
import { createCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, ids, senders, tenants } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { chooseSender } from '../../../shared/tenancy/choose-sender.ts';

export const handle: Handle<typeof createCampaign, 'campaigns' | 'clock' | 'ids' | 'senders' | 'tenants'> = async (
  { body, caller: { tenant_id } },
  { campaigns, clock, ids, senders, tenants },
) => {
  const sender_id = await chooseSender(tenant_id, body.sender_id, { senders, tenants });
  const campaign = draftCampaign(body, { id: ids.next('cmp'), tenant_id, sender_id, now: timestamp(clock.now()) });
  await campaigns.add(campaign);
  return campaign;
};

export const handler = api(createCampaign, handle, { campaigns, clock, ids, senders, tenants });
