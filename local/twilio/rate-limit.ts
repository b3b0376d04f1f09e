/** A sender's burst: what its rate allows in this time may be sent at once. */
const BURST_MS = 1000;

export interface RateLimit {
  /** Whether the key may send now. A refusal does not count against it. */
  allows(key: string): boolean;
  /** How far one more message is ahead of the rate, in ms; undefined, and a refusal, when that is `most` or more. */
  ahead(key: string, most: number): number | undefined;
  /** How many were refused. */
  refused(): number;
}

/**
 * GCRA: one theoretical arrival time per key.
 * @param rate messages per second; @param now a monotonic clock in ms
 */
export function rateLimit(rate: number, now: () => number): RateLimit {
  const interval = 1000 / rate;
  const nextAt = new Map<string, number>();
  let refused = 0;

  function ahead(key: string, most: number): number | undefined {
    const at = now();
    const next = Math.max(nextAt.get(key) ?? 0, at);
    if (next - at > Math.max(0, most - interval)) {
      refused++;
      return undefined;
    }
    nextAt.set(key, next + interval);
    return next - at;
  }

  return { ahead, allows: (key) => ahead(key, BURST_MS) !== undefined, refused: () => refused };
}
