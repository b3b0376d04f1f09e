import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { requireScope, type Caller } from '../tenancy/caller.ts';
import type { Campaign } from './campaign.ts';

/** What the start of a scheduled campaign is told when its time has come: which campaign, and for which time it was set. */
export const scheduledStart = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  scheduled_at: z.iso.datetime(),
});
export type ScheduledStart = z.infer<typeof scheduledStart>;

/** Whoever gives a campaign a time has it sent. @throws HeraldError 403 when the caller may not */
export function requireScopeToSchedule(
  caller: Pick<Caller, 'scopes'>,
  { scheduled_at }: { readonly scheduled_at?: string | null | undefined },
): void {
  if (scheduled_at) requireScope(caller, 'campaigns:send');
}

/** Alarm clocks of campaigns, one for each at most. */
export interface Schedules {
  /** Sets a campaign's to its `scheduled_at`, in the place of any that was set. */
  set(campaign: Pick<Campaign, 'tenant_id' | 'id'> & { readonly scheduled_at: string }): Promise<void>;
  /** Takes a campaign's away if there is one. Left, it would fire for a time that the campaign has no more, and be ignored. */
  clear(campaign: Pick<Campaign, 'id'>): Promise<void>;
}
