import type { Button } from '../content/button.ts';

/** Bytes that the counters of all buttons may take in their one row, which holds 400 KB with those of conversion types. */
export const MAX_COUNTER_BYTES = 300_000;

/** How many counters a button has at most, and how many bytes each has besides the button's id. */
const COUNTERS = {
  /** One for each stretch of the time to answer, and those of taps and conversions. */
  times: { count: 100, bytes: 18 },
  /** Two for each currency that a tenant may have. */
  values: { count: 40, bytes: 24 },
  /** One for each reason that there is, the provider's codes among them. */
  agent: { count: 100, bytes: 38 },
} as const;

/** The most that the counters of some buttons take, each id once: a report counts by it, whichever content the button is in. */
export function counterBytes(buttons: readonly Pick<Button, 'id' | 'action'>[]): number {
  const agents = new Set(buttons.filter(({ action }) => action?.type === 'agent').map(({ id }) => id));
  return [...new Set(buttons.map(({ id }) => id))].reduce((total, id) => {
    const kinds = [COUNTERS.times, COUNTERS.values, ...(agents.has(id) ? [COUNTERS.agent] : [])];
    const own = new TextEncoder().encode(id).length;
    return total + kinds.reduce((sum, { count, bytes }) => sum + count * (bytes + own), 0);
  }, 0);
}
