import { apiClient } from '../local/demo/api-client.ts';
import type { StandIn } from '../local/twilio/stand-in.ts';
import { begin, ended, EVERYONE_GETS_IT, importPeople, rateOf, reachable, timesOf } from './campaign.ts';
import { withHerald } from './with-herald.ts';

const RATE = 80;
/** For each of the two campaigns: some 45 s in all, with the brake. */
const CUSTOMERS = 1_400;
/** The "slow down" answers the message after this many of both campaigns, 10 s after their start. */
const BEFORE = 800;
/** Full pace means this share of the rate over a window of this many milliseconds. */
const FULL = 0.95;
const WINDOW = 2_000;

/** The effect of one "slow down" of the provider on two campaigns of one sender: how long nothing is sent, and how sending recovers. */
export async function benchBrake(customers = CUSTOMERS, before = BEFORE): Promise<void> {
  const standIn = { behaviour: EVERYONE_GETS_IT };
  await withHerald({ senderRate: RATE, standIn }, async ({ url, tenant, standIn }) => {
    const call = apiClient(url, tenant.api_key);
    await importPeople(call, reachable(customers));
    const throttledAt = throttleOnce(standIn!, before);
    const campaigns = [await begin(call), await begin(call)];
    await Promise.all(campaigns.map(({ id }) => ended(call, id)));
    const { messages, totals } = standIn!.truth();
    const times = timesOf(messages);
    const { stopped, resumed } = longestGap(times, throttledAt());
    const after = times.filter((at) => at >= resumed);
    const full = after.find(
      (at) => after.filter((time) => time >= at && time < at + WINDOW).length >= (FULL * RATE * WINDOW) / 1000,
    );
    const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
    console.log(
      `one 429 after ${before} of ${2 * customers} messages at ${RATE}/s, two campaigns of one sender: the last message ${seconds(stopped - throttledAt())} s after it, then none for ${seconds(resumed - stopped)} s (goal: a brake of 10 s for both)`,
    );
    console.log(
      full === undefined
        ? `the pace did not come back to ${100 * FULL} % of the rate`
        : `back at ${100 * FULL} % of the rate ${seconds(full - resumed)} s after the first message, ${seconds(full - throttledAt())} s after the 429; ${rateOf(after).toFixed(1)} messages/s from there to the end`,
    );
    console.log(
      `429s after it ${totals.throttled}, duplicates ${totals.duplicates}, lost ${2 * customers - (totals.created - totals.duplicates)}`,
    );
  });
}

/** Answers one create with 429, after a number of others. @returns when it did */
function throttleOnce({ faults }: StandIn, after: number): () => number {
  let seen = 0;
  let at = 0;
  faults.creates('throttle', {
    to() {
      seen += 1;
      if (seen <= after) return false;
      at = Date.now();
      return true;
    },
  });
  return () => at;
}

/** The longest interval without a message that began after a time. */
function longestGap(times: readonly number[], since: number): { readonly stopped: number; readonly resumed: number } {
  let longest = { stopped: since, resumed: since };
  for (const [place, resumed] of times.entries()) {
    const stopped = Math.max(times[place - 1] ?? since, since);
    if (resumed - stopped > longest.resumed - longest.stopped) longest = { stopped, resumed };
  }
  return longest;
}
