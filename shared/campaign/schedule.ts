import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { requireScope, type Caller } from '../tenancy/caller.ts';
import type { Campaign } from './campaign.ts';

/** What a schedule passes on when it fires: which campaign, and the time it was set for. */
export const scheduledStart = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  scheduled_at: z.iso.datetime(),
});
export type ScheduledStart = z.infer<typeof scheduledStart>;

/**
 * Scheduling a campaign sends it, so it needs that scope; so does whatever changes what a scheduled campaign will send, to
 * whom, or when.
 * @param campaign as it is, or as the caller wants it to be
 * @throws HeraldError 403 when the caller lacks the scope
 */
export function requireScopeToSchedule(
  caller: Pick<Caller, 'scopes'>,
  { scheduled_at }: { readonly scheduled_at?: string | null | undefined },
): void {
  if (scheduled_at) requireScope(caller, 'campaigns:send');
}

/** The schedules of campaigns, at most one each. */
export interface Schedules {
  /** Sets a campaign's schedule to its `scheduled_at`; replaces an earlier one. */
  set(campaign: Pick<Campaign, 'tenant_id' | 'id'> & { readonly scheduled_at: string }): Promise<void>;
  /** Removes a campaign's schedule, if any. One that is left over fires for a time the campaign no longer has, and is ignored. */
  clear(campaign: Pick<Campaign, 'id'>): Promise<void>;
}
