import * as z from 'zod';

/** Times are in milliseconds since the epoch. */
export const breaker = z.object({
  /** The minute it counts in, and the template failures of that minute. */
  minute: z.number(),
  in_minute: z.number().int(),
  /** Template failures that the provider told of after it took the message, with none sent in between; since when. */
  in_a_row: z.number().int(),
  since: z.number(),
  /** The failures counted last, since an event may come twice. */
  counted: z.array(z.string()).default([]),
  /** How many messages of the campaign were sent when it was last looked at. */
  sent: z.number().int(),
});
export type Breaker = z.infer<typeof breaker>;

/** How many failures are told from those that come again: what is between an event and its repetition is seconds. */
const REMEMBERED = 25;
const MINUTE = 60_000;
const MAX_IN_A_ROW = 5;
/** Of a minute's rate. */
const MAX_SHARE_OF_RATE = 0.05;
/** How far the roll-up, which tells of messages that were sent, may be behind. */
const ROLLUP_LAG = 15_000;

/** @param failure its event's id, when it was, whether the provider had taken the message, and how many were sent by then */
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

/** Whether a campaign had better stop. @param rate messages a second */
export function mustPause({ in_minute, in_a_row, since }: Breaker, rate: number, at: number): boolean {
  const limit = Math.max(MAX_IN_A_ROW, MAX_SHARE_OF_RATE * 60 * rate);
  return in_minute >= limit || (in_a_row >= MAX_IN_A_ROW && at - since >= ROLLUP_LAG);
}
