import type { Campaign } from './campaign.ts';
import type { BeginJobPorts } from '../job/begin-job.ts';
import { beginPreparation } from './begin-preparation.ts';
import type { Campaigns } from './campaign.store.ts';
import { requireRoomForCampaign, type RoomPorts } from './require-room.ts';
import { scheduleName, type Schedules } from './schedule.ts';

export interface SavePorts extends RoomPorts, BeginJobPorts {
  readonly campaigns: Pick<Campaigns, 'add' | 'replace' | 'countActive'>;
  readonly schedules: Schedules;
}

/**
 * Writes a new or changed campaign and keeps its schedule in step.
 *
 * The schedule is set before the campaign is written: when the scheduler refuses, or this dies in between, no campaign
 * says "scheduled" without a schedule. A schedule left over fires for a time that its campaign does not have, and is
 * ignored. If it had replaced the campaign's own, the sweeper begins the campaign at its time.
 * @throws HeraldError 409 when the tenant has too many active campaigns, or the campaign has changed since `before` was read
 */
export async function saveCampaign(before: Campaign | undefined, after: Campaign, ports: SavePorts): Promise<Campaign> {
  const { campaigns, schedules } = ports;
  const { scheduled_at } = after;
  if (scheduled_at && !before?.scheduled_at) await requireRoomForCampaign(after, ports);
  const isNew = !before || scheduled_at !== before.scheduled_at || scheduleName(before) !== scheduleName(after);
  if (scheduled_at && isNew) await schedules.set({ ...after, scheduled_at });
  await (before ? campaigns.replace(before, after) : campaigns.add(after));
  if (before?.scheduled_at && (!scheduled_at || scheduleName(before) !== scheduleName(after)))
    await schedules.clear(before);
  // So that reviews are over before its time. If this dies before, the run has its templates made itself.
  if (after.status === 'scheduled') await beginPreparation(after, after.updated_by ?? '', ports);
  return after;
}
