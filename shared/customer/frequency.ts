import type { FrequencyCap } from '../tenancy/frequency-cap.ts';

export const DAY = 24 * 3_600_000;
export const WEEK = 7 * DAY;

/** When the cap permits another message: now, or when enough of the earlier ones are outside its windows. */
export function permittedFrom({ per_day, per_week }: FrequencyCap, sentAt: readonly number[], now: number): number {
  const newestFirst = sentAt.toSorted((a, b) => b - a);
  const opensAt = (limit: number | undefined, window: number) => {
    const oldestCounted = limit === undefined ? undefined : newestFirst[limit - 1];
    return oldestCounted === undefined ? now : oldestCounted + window;
  };
  return Math.max(now, opensAt(per_day, DAY), opensAt(per_week, WEEK));
}
