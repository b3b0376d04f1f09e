/** The only source of time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits until a time (milliseconds since the epoch); returns at once when it has passed. */
  sleepUntil(time: number): Promise<void>;
}

/** RFC 3339 in UTC with milliseconds, the format of every time on the wire. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
