import type { Campaign } from './campaign.ts';
import type { Campaigns } from './campaign.store.ts';
import type { Schedules } from './schedule.ts';

/**
 * Writes a new campaign, or a changed one over the one it was made from, and keeps its schedule in step.
 *
 * The schedule is set before the campaign says so: when the scheduler refuses, or this dies in between, no campaign says
 * "scheduled" without one. What is left then fires for a time that its campaign does not name, and is ignored; the time
 * that the campaign does name is the sweeper's to see to, should its schedule have been moved away.
 * @throws HeraldError 409 when the campaign moved on meanwhile
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
