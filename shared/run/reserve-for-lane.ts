import type { Campaign } from '../campaign/campaign.ts';
import { isTemplated } from '../campaign/contents.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import { dailyLimitOf, limitOf, type ReachedLimit } from '../sender/provider-limit.ts';
import { HORIZON, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { wait, type LanePass, type Next } from './lane-pass.ts';
import { waitingSentence } from './park-deferred.ts';

/** How much later than its slot a message may be sent, in milliseconds: the daily limit allows for planning and the queue. */
const SLACK = 60_000;
/** Seconds between two passes through a lane that has reserved as far ahead as it may: slots reach 14 minutes ahead. */
export const AHEAD_WAIT = 300;
/** The same while a rule keeps the rest waiting, perhaps for days: an execution has room for some 2,500 passes. */
export const RULE_WAIT = 600;

/** Slots for `granted` messages; or which of them is full and when to ask again. Times in milliseconds since the epoch. */
export type LaneReservation =
  | { readonly granted: number; readonly counted?: number; readonly starts_at: number }
  | { readonly full: 'slots' | 'daily_limit' | ReachedLimit['why']; readonly ask_again_at: number };

export interface ReservationPorts {
  readonly senders: Pick<Senders, 'reserve'>;
  readonly dailyCounts: Pick<DailyCounts, 'reserve' | 'giveBack'>;
}

/** Whether a campaign's messages count against its sender's daily limit: templates begin conversations, answers do not. */
export function countsAgainstDailyLimit(campaign: Campaign, sender: Sender): boolean {
  return dailyLimitOf(sender) !== undefined && isTemplated(campaign);
}

/** The provider's limit that keeps a campaign's messages waiting now, if one does. */
export function limitOfCampaign(campaign: Campaign, sender: Sender, now: number): ReachedLimit | undefined {
  return limitOf(sender, isTemplated(campaign), now);
}

/** Reserves slots for a lane; where the sender has a daily limit, possibly fewer than wanted. */
export async function reserveForLane(
  campaign: Campaign,
  sender: Sender,
  wanted: number,
  now: number,
  { senders, dailyCounts }: ReservationPorts,
): Promise<LaneReservation> {
  const limit = limitOfCampaign(campaign, sender, now);
  if (limit) return { full: limit.why, ask_again_at: limit.until };
  const share = countsAgainstDailyLimit(campaign, sender)
    ? await dailyCounts.reserve(sender, wanted, now, now + HORIZON + SLACK)
    : { granted: wanted };
  if ('ask_again_at' in share) return { full: 'daily_limit', ask_again_at: share.ask_again_at };
  const slots = await senders.reserve(sender, share.granted, now);
  if (!('ask_again_at' in slots)) return { ...share, starts_at: slots.starts_at };
  if ('counted' in share) await dailyCounts.giveBack(sender, share);
  return { full: 'slots', ask_again_at: slots.ask_again_at };
}

/** Waits until the lane may ask again; if a limit is the reason, it says so in the campaign's status. */
export async function waitForSlots(
  { full, ask_again_at }: Extract<LaneReservation, { readonly full: unknown }>,
  { reportStatus }: Pick<LanePass, 'reportStatus'>,
  now: number,
): Promise<Next> {
  if (full === 'slots') return wait(AHEAD_WAIT);
  await reportStatus(waitingSentence(full, ask_again_at));
  return wait(Math.min(RULE_WAIT, (ask_again_at - now) / 1000));
}
