import type { Campaign } from '../campaign/campaign.ts';
import { isTemplated } from '../campaign/contents.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import { dailyLimitOf, limitOf, type ReachedLimit } from '../sender/provider-limit.ts';
import { HORIZON, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Spends, Spent } from '../tenancy/spend.store.ts';
import type { Spending } from '../tenancy/spending.ts';
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
  | {
      readonly granted: number;
      readonly counted?: number;
      readonly spend?: Spent | undefined;
      /** Which rule granted fewer than were wanted. */
      readonly short?: RuleOfCounts | undefined;
      readonly starts_at: number;
    }
  | { readonly full: 'slots' | RuleOfCounts | ReachedLimit['why']; readonly ask_again_at: number };
type RuleOfCounts = 'daily_limit' | 'spend_cap';

/** Messages that are to get slots. */
export interface Wanted {
  readonly messages: number;
  /** What each of the recipients counts against the tenant's cap, in their order; undefined without a cap. */
  readonly costs?: readonly number[] | undefined;
}

export interface ReservationPorts {
  readonly senders: Pick<Senders, 'reserve'>;
  readonly dailyCounts: Pick<DailyCounts, 'reserve' | 'giveBack'>;
  readonly spends: Pick<Spends, 'reserve' | 'giveBack'>;
}

/** Whether a campaign's messages count against its sender's daily limit: templates begin conversations, answers do not. */
export function countsAgainstDailyLimit(campaign: Campaign, sender: Sender): boolean {
  return dailyLimitOf(sender) !== undefined && isTemplated(campaign);
}

/** The provider's limit that keeps a campaign's messages waiting now, if one does. */
export function limitOfCampaign(campaign: Campaign, sender: Sender, now: number): ReachedLimit | undefined {
  return limitOf(sender, isTemplated(campaign), now);
}

/** Reserves slots for a lane; where the sender has a daily limit or the tenant a spend cap, possibly fewer than wanted. */
export async function reserveForLane(
  campaign: Campaign,
  { sender, spending }: { readonly sender: Sender; readonly spending?: Spending | undefined },
  wanted: Wanted,
  now: number,
  ports: ReservationPorts,
): Promise<LaneReservation> {
  const { senders, dailyCounts, spends } = ports;
  const limit = limitOfCampaign(campaign, sender, now);
  if (limit) return { full: limit.why, ask_again_at: limit.until };
  const daily = countsAgainstDailyLimit(campaign, sender)
    ? await dailyCounts.reserve(sender, wanted.messages, now, now + HORIZON + SLACK)
    : { granted: wanted.messages };
  if ('ask_again_at' in daily) return { full: 'daily_limit', ask_again_at: daily.ask_again_at };
  const giveBackDaily = (granted: number) =>
    'counted' in daily && granted > 0 ? dailyCounts.giveBack(sender, { ...daily, granted }) : undefined;
  const money = await moneyFor(wanted, daily.granted, spending, now, spends);
  if ('ask_again_at' in money) {
    await giveBackDaily(daily.granted);
    return { full: 'spend_cap', ask_again_at: money.ask_again_at };
  }
  const { granted, spend } = money;
  await giveBackDaily(daily.granted - granted);
  const slots = await senders.reserve(sender, granted, now);
  if (!('ask_again_at' in slots)) {
    const short = shortBy(wanted.messages, daily.granted, granted);
    return { ...daily, granted, spend, short, starts_at: slots.starts_at };
  }
  await giveBackDaily(granted);
  if (spending && spend) await spends.giveBack(spending, spend);
  return { full: 'slots', ask_again_at: slots.ask_again_at };
}

function shortBy(wanted: number, daily: number, granted: number): RuleOfCounts | undefined {
  if (granted < daily) return 'spend_cap';
  return daily < wanted ? 'daily_limit' : undefined;
}

/** Counts the money for messages that the daily limit permits: of the first recipients, if not of all. */
async function moneyFor(
  { messages, costs }: Wanted,
  permitted: number,
  spending: Spending | undefined,
  now: number,
  spends: Pick<Spends, 'reserve'>,
): Promise<{ readonly granted: number; readonly spend?: Spent } | { readonly ask_again_at: number }> {
  if (!spending || !costs || permitted === 0) return { granted: permitted };
  const first = permitted < messages ? costs.slice(0, permitted) : costs;
  const share = await spends.reserve(spending, first, now);
  if ('ask_again_at' in share) return share;
  const { granted, ...spend } = share;
  return { granted: granted < first.length ? Math.min(granted, permitted) : permitted, spend };
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
