import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { requireScope, type Caller } from '../tenancy/caller.ts';
import type { Campaign } from './campaign.ts';
import { occurrenceId } from './occurrence-id.ts';

/** What a schedule passes on when it fires: which campaign, and the time it was set for. */
export const scheduledStart = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  scheduled_at: z.iso.datetime(),
});
export type ScheduledStart = z.infer<typeof scheduledStart>;

/** What says when a campaign is sent by itself. */
interface Timed {
  readonly scheduled_at?: string | null | undefined;
  readonly recurrence?: object | null | undefined;
}

/**
 * Scheduling a campaign sends it, so it needs that scope; so does whatever changes what a scheduled campaign will send, to
 * whom, or when.
 * @param campaign as it is, or as the caller wants it to be
 * @throws HeraldError 403 when the caller lacks the scope
 */
export function requireScopeToSchedule(caller: Pick<Caller, 'scopes'>, { scheduled_at, recurrence }: Timed): void {
  if (scheduled_at || recurrence) requireScope(caller, 'campaigns:send');
}

/**
 * What a campaign's schedule is called: as the campaign. Each date of one that recurs has a schedule of its own, called as the
 * campaign of that date: the scheduler may be removing the one before, which has fired.
 */
export function scheduleName({ id, scheduled_at, recurrence }: Scheduled): string {
  return recurrence && scheduled_at ? occurrenceId(id, scheduled_at) : id;
}

export type Scheduled = Pick<Campaign, 'id' | 'scheduled_at' | 'recurrence'>;

/** The schedules of campaigns, at most one each. */
export interface Schedules {
  /** Sets a campaign's schedule to its `scheduled_at`; replaces an earlier one. */
  set(campaign: Scheduled & Pick<Campaign, 'tenant_id'> & { readonly scheduled_at: string }): Promise<void>;
  /** Removes a campaign's schedule, if any. One that is left over fires for a time the campaign no longer has, and is ignored. */
  clear(campaign: Scheduled): Promise<void>;
}
