import { sandboxTooFast, tooManyRequests } from './api-error.ts';
import { refusedWith } from './known-errors.ts';
import type { Limits } from './limits.ts';
import { rateLimit } from './rate-limit.ts';
import type { Rules } from './rules.ts';

/** Messages per second of the sandbox. */
const SANDBOX_RATE = 1 / 3;

export interface Pace {
  /**
   * A sender sends one more message.
   * @returns how long the message waits in the sender's queue, in whole ms @throws ApiError when the sender is too fast
   */
  take(sender: string): number;
  /** How many were refused. */
  refused(): number;
}

/** @param rate messages per second of each sender; @param now a monotonic clock in ms */
export function pace(rate: number, rules: Rules, limits: Limits, now: () => number): Pace {
  const own = rateLimit(rate, now);
  const sandbox = rateLimit(SANDBOX_RATE, now);
  return {
    take(sender) {
      if (rules.holds('sandbox_pace') && !sandbox.allows(sender)) throw sandboxTooFast();
      if (!rules.holds('sender_queue')) {
        if (!own.allows(sender)) throw tooManyRequests();
        return 0;
      }
      const ahead = own.ahead(sender, limits.queue_seconds * 1000);
      if (ahead === undefined) throw refusedWith(21611);
      return Math.ceil(ahead);
    },
    refused: () => own.refused() + sandbox.refused(),
  };
}
