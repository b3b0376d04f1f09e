/** The only source of time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits for a time (milliseconds since the epoch); one that has passed is not waited for. */
  sleepUntil(time: number): Promise<void>;
}

/** RFC 3339 UTC with milliseconds, the wire's form of every time. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
