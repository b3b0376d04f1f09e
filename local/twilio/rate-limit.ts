/** A sender's burst: what its rate allows in this time may be sent at once. */
const BURST_MS = 1000;

export interface RateLimit {
  /** Whether the key may send now. A refusal does not count against it. */
  allows(key: string): boolean;
  /** How many were refused. */
  refused(): number;
}

/**
 * GCRA: one theoretical arrival time per key.
 * @param rate messages per second; @param now a monotonic clock in ms
 */
export function rateLimit(rate: number, now: () => number): RateLimit {
  const interval = 1000 / rate;
  const tolerance = Math.max(0, BURST_MS - interval);
  const nextAt = new Map<string, number>();
  let refused = 0;
  return {
    allows(key) {
      const at = now();
      const next = Math.max(nextAt.get(key) ?? 0, at);
      if (next - at > tolerance) {
        refused++;
        return false;
      }
      nextAt.set(key, next + interval);
      return true;
    },
    refused: () => refused,
  };
}
