import * as z from 'zod';

/** Times are in milliseconds since the epoch. */
export const breaker = z.object({
  /** The current minute (since the epoch), and the template failures in it. */
  minute: z.number(),
  in_minute: z.number().int(),
  /** Template failures reported after acceptance with no message sent in between, and when the first one was. */
  in_a_row: z.number().int(),
  since: z.number(),
  /** The ids of the failures counted last, since an event may be delivered twice. */
  counted: z.array(z.string()).default([]),
  /** How many of the campaign's messages were sent by the last failure. */
  sent: z.number().int(),
});
export type Breaker = z.infer<typeof breaker>;

/** How many failures are remembered: a repeated event arrives within seconds. */
const REMEMBERED = 25;
const MINUTE = 60_000;
const MAX_IN_A_ROW = 5;
/** The share of a minute's messages that may fail. */
const MAX_SHARE_OF_RATE = 0.05;
/** How far (milliseconds) the roll-up, which counts sent messages, may lag behind. */
const ROLLUP_LAG = 15_000;

/** @param failure `accepted`: whether the provider had accepted the message; `sent`: how many messages were sent by then */
export function countFailure(
  before: Breaker | undefined,
  {
    id,
    at,
    accepted,
    sent,
  }: { readonly id: string; readonly at: number; readonly accepted: boolean; readonly sent: number },
): Breaker {
  if (before?.counted.includes(id)) return before;
  const minute = Math.floor(at / MINUTE);
  const in_minute = before?.minute === minute ? before.in_minute + 1 : 1;
  const goesOn = before !== undefined && sent <= before.sent;
  const [in_a_row, since] = goesOn ? [before.in_a_row, before.since] : [0, at];
  const counted = [...(before?.counted ?? []), id].slice(-REMEMBERED);
  return { minute, in_minute, in_a_row: in_a_row + (accepted ? 1 : 0), since, counted, sent };
}

/** Whether the campaign must pause. @param rate messages per second */
export function mustPause({ in_minute, in_a_row, since }: Breaker, rate: number, at: number): boolean {
  const limit = Math.max(MAX_IN_A_ROW, MAX_SHARE_OF_RATE * 60 * rate);
  return in_minute >= limit || (in_a_row >= MAX_IN_A_ROW && at - since >= ROLLUP_LAG);
}
