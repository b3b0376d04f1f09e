import type { Simulated } from './simulate.ts';
import type { Truth } from './provider.ts';

/** A sender's pace: messages per second. */
export interface Pace {
  readonly tenant: string;
  readonly permitted: number;
  /** From the first message to the last. */
  readonly reached: number;
  /** The most in one second, counted from the first message on. */
  readonly busiest: number;
  /** Requests that were above the sender's rate by the stand-in's rule. */
  readonly throttled: number;
  readonly messages: number;
}

export function pacesOf({ tenants, truths }: Pick<Simulated, 'tenants' | 'truths'>): Pace[] {
  return tenants.map(({ name, rate }, place) => {
    const { bySecond, first, last, throttled } = truths[place] as Truth;
    const counts = [...bySecond].map((count: number | undefined) => count ?? 0);
    const messages = truths[place]!.sent;
    const reached = last > first ? ((messages - 1) * 1000) / (last - first) : 0;
    return { tenant: name, permitted: rate, reached, busiest: Math.max(0, ...counts), throttled, messages };
  });
}
