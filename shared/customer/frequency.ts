import type { FrequencyCap } from '../tenancy/frequency-cap.ts';

export const DAY = 24 * 3_600_000;
export const WEEK = 7 * DAY;

/** What somebody was sent lately, by `campaign holder`: when, in milliseconds since the epoch. */
export type Attempts = Readonly<Record<string, number>>;

/** When the cap permits another message: now, or when enough of the earlier ones are outside its windows. */
export function permittedFrom({ per_day, per_week }: FrequencyCap, sentAt: readonly number[], now: number): number {
  const newestFirst = sentAt.toSorted((a, b) => b - a);
  const opensAt = (limit: number | undefined, window: number) => {
    const oldestCounted = limit === undefined ? undefined : newestFirst[limit - 1];
    return oldestCounted === undefined ? now : oldestCounted + window;
  };
  return Math.max(now, opensAt(per_day, DAY), opensAt(per_week, WEEK));
}

/**
 * When the cap permits a campaign's message to a customer: `now`, or later.
 * @param attempts what they were sent lately
 */
export function cappedUntil(attempts: Attempts, campaign_id: string, cap: FrequencyCap, now: number): number {
  const recent = Object.entries(attempts).filter(([, at]) => at > now - WEEK);
  return permittedFrom(cap, sentAt(recent, campaign_id), now);
}

/** For each other campaign, when its message was last attempted. */
function sentAt(attempts: readonly (readonly [string, number])[], except: string): number[] {
  const newest = new Map<string, number>();
  for (const [name, at] of attempts) {
    const campaign = name.slice(0, name.indexOf(' '));
    if (campaign !== except) newest.set(campaign, Math.max(at, newest.get(campaign) ?? 0));
  }
  return [...newest.values()];
}
