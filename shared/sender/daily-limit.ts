const HOUR = 3_600_000;
/** An hour's count applies until its last message is 24 hours old. */
const HOURS_COUNTED = 25;

/** The hour (since the epoch) of a time. */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR);
}

/** Whether the count of one hour still applies in another. */
export function stillCounts(counted: number, hour: number): boolean {
  return counted + HOURS_COUNTED > hour;
}

/** When the count of an hour no longer applies, in milliseconds since the epoch. */
export function expiresAt(counted: number): number {
  return (counted + HOURS_COUNTED) * HOUR;
}

/** How many messages may be sent, and the hour (since the epoch) in which they count. */
export interface Granted {
  readonly granted: number;
  readonly counted: number;
}

/** A share of the daily limit, or when to ask again, in milliseconds since the epoch. */
export type DailyShare = Granted | { readonly ask_again_at: number };
