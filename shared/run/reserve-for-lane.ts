import { needsTemplate, type Campaign } from '../campaign/campaign.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import { HORIZON, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';

/** What planning and the queue may take beyond the last slot, in milliseconds: the daily limit counts a little late. */
const SLACK = 60_000;

/** Slots for so many messages; or since when there is no room, for which of two reasons. Times in milliseconds. */
export type Room =
  | { readonly granted: number; readonly counted?: number; readonly starts_at: number }
  | { readonly full: 'slots' | 'daily_limit'; readonly ask_again_at: number };

export interface RoomPorts {
  readonly senders: Pick<Senders, 'reserve'>;
  readonly dailyCounts: Pick<DailyCounts, 'reserve' | 'giveBack'>;
}

/** Whether a campaign's messages count against its sender's daily limit: templates begin conversations, answers do not. */
export function isLimited(campaign: Campaign, sender: Sender): boolean {
  return sender.daily_limit !== undefined && needsTemplate(campaign);
}

/** Reserves what a sender has to give of the slots a lane wants; where it has a daily limit, that may be fewer. */
export async function reserveRoom(
  campaign: Campaign,
  sender: Sender,
  wanted: number,
  now: number,
  { senders, dailyCounts }: RoomPorts,
): Promise<Room> {
  const share = isLimited(campaign, sender)
    ? await dailyCounts.reserve(sender, wanted, now, now + HORIZON + SLACK)
    : { granted: wanted };
  if ('ask_again_at' in share) return { full: 'daily_limit', ask_again_at: share.ask_again_at };
  const slots = await senders.reserve(sender, share.granted, now);
  if (!('ask_again_at' in slots)) return { ...share, starts_at: slots.starts_at };
  if ('counted' in share) await dailyCounts.giveBack(sender, share);
  return { full: 'slots', ask_again_at: slots.ask_again_at };
}
