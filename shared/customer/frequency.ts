import type { FrequencyCap } from '../tenancy/frequency-cap.ts';

export const DAY = 24 * 3_600_000;
export const WEEK = 7 * DAY;

/** From when on the cap permits one more message: now, or when enough of the earlier ones have left its windows. */
export function permittedFrom({ per_day, per_week }: FrequencyCap, sentAt: readonly number[], now: number): number {
  const newestFirst = sentAt.toSorted((a, b) => b - a);
  const leaves = (limit: number | undefined, window: number) => {
    const inTheWay = limit === undefined ? undefined : newestFirst[limit - 1];
    return inTheWay === undefined ? now : inTheWay + window;
  };
  return Math.max(now, leaves(per_day, DAY), leaves(per_week, WEEK));
}
