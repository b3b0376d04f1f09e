const HOUR = 3_600_000;
/** An hour's count is in the way for as long as its last message is less than 24 hours old. */
const HOURS_COUNTED = 25;

/** The hour (of the epoch) that a time is in. */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR);
}

/** Whether what was counted in one hour is still in the way in another. */
export function stillCounts(counted: number, hour: number): boolean {
  return counted + HOURS_COUNTED > hour;
}

/** When what was counted in an hour is no longer in the way, in milliseconds since the epoch. */
export function expiresAt(counted: number): number {
  return (counted + HOURS_COUNTED) * HOUR;
}

/** How many of those asked for may be sent, by the end of which hour (of the epoch). */
export interface Granted {
  readonly granted: number;
  readonly counted: number;
}
/** Or when to ask again, in milliseconds since the epoch. */
export type DailyShare = Granted | { readonly ask_again_at: number };
