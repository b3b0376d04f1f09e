import type { Campaign } from './campaign.ts';
import type { Campaigns } from './campaign.store.ts';
import type { Schedules } from './schedule.ts';

/**
 * Writes a new or changed campaign and keeps its schedule in step.
 *
 * The schedule is set before the campaign is written: when the scheduler refuses, or this dies in between, no campaign
 * says "scheduled" without a schedule. A schedule left over fires for a time that its campaign does not have, and is
 * ignored. If it had replaced the campaign's own, the sweeper begins the campaign at its time.
 * @throws HeraldError 409 when the campaign has changed since `before` was read
 */
export async function saveCampaign(
  before: Campaign | undefined,
  after: Campaign,
  { campaigns, schedules }: { campaigns: Pick<Campaigns, 'add' | 'replace'>; schedules: Schedules },
): Promise<Campaign> {
  const { scheduled_at } = after;
  if (scheduled_at && scheduled_at !== before?.scheduled_at) await schedules.set({ ...after, scheduled_at });
  await (before ? campaigns.replace(before, after) : campaigns.add(after));
  if (!scheduled_at && before?.scheduled_at) await schedules.clear(after);
  return after;
}
