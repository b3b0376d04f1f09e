import { requireRoom } from '../tenancy/quota.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import type { Campaign } from './campaign.ts';
import type { Campaigns } from './campaign.store.ts';

export interface RoomPorts {
  readonly campaigns: Pick<Campaigns, 'countActive'>;
  readonly quotas: Pick<QuotaStore, 'get'>;
}

export interface DraftRoomPorts {
  readonly campaigns: Pick<Campaigns, 'countDrafts'>;
  readonly quotas: Pick<QuotaStore, 'get'>;
}

/**
 * For a new campaign. One that is scheduled at once may become a draft, which nothing refuses: so it needs the room, too.
 * @throws HeraldError 409 when the tenant has enough drafts
 */
export async function requireRoomForDraft(
  { tenant_id }: Pick<Campaign, 'tenant_id'>,
  { campaigns, quotas }: DraftRoomPorts,
): Promise<void> {
  const allowed = await quotas.get(tenant_id);
  requireRoom('draft_campaigns', allowed, await campaigns.countDrafts(tenant_id, allowed.draft_campaigns));
}

/** For a campaign that is to be scheduled or sent. @throws HeraldError 409 when the tenant has enough others that are */
export async function requireRoomForCampaign(
  { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
  { campaigns, quotas }: RoomPorts,
): Promise<void> {
  const allowed = await quotas.get(tenant_id);
  requireRoom('active_campaigns', allowed, await campaigns.countActive(tenant_id, id, allowed.active_campaigns));
}
