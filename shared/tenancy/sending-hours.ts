import * as z from 'zod';

import { offsetAt } from '../platform/zone-offset.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How many changes of the clocks there may be before the next sending hours, which are eight days away at most. */
const MAX_CHANGES = 10;

const start = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 09:00');
const end = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day like 20:00, at most 24:00');

/**
 * When campaigns may be sent, by each customer's local time. Hours may not span midnight: people write 21:00 to 08:00 for
 * quiet hours, and reading that as sending hours would send all night.
 */
export const sendingHours = z
  .strictObject({
    from: start.describe('The first minute to send in, by the customer’s clock.'),
    to: end.describe('The first minute that is too late; 24:00 is the end of the day.'),
    days: z
      .array(z.number().int().min(1).max(7))
      .min(1)
      .max(7)
      .overwrite((days) => [...new Set(days)].toSorted((a, b) => a - b))
      .default([1, 2, 3, 4, 5, 6, 7])
      .describe('ISO weekdays, Monday is 1.'),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    params: { code: 'order' },
    message: 'must be later than from: these are the hours to send in, and they do not reach over midnight',
    when: ({ value }) => z.object({ from: start, to: end }).safeParse(value).success,
  })
  .meta({ examples: [{ from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5] }] });
export type SendingHours = z.infer<typeof sendingHours>;

/**
 * The first moment from `at` on at which a customer in the zone may be sent to. Exact at changes of the clocks: an hour that
 * is skipped is not made up for, an hour that occurs twice counts twice.
 * @param timeZone an IANA name
 * @param at in milliseconds since the epoch, like the result
 */
export function nextAllowed(hours: SendingHours, timeZone: string, at: number): number {
  let from = at;
  for (let change = 0; change < MAX_CHANGES; change += 1) {
    const offset = offsetAt(timeZone, from);
    const found = firstOnClock(hours, from + offset) - offset;
    if (offsetAt(timeZone, found) === offset) return found;
    from = changeBetween(timeZone, from, found, offset);
  }
  throw new Error(`The clocks of ${timeZone} change too often.`);
}

/** The same for a zone whose clocks never change. Times are local times, expressed as if they were UTC. */
function firstOnClock({ from, to, days }: SendingHours, at: number): number {
  const today = Math.floor(at / DAY) * DAY;
  // The same weekday a week later, when today's hours are over, is the last that can be the first.
  for (let midnight = today; midnight <= today + 7 * DAY; midnight += DAY) {
    const weekday = new Date(midnight).getUTCDay() || 7;
    if (days.includes(weekday) && at < midnight + sinceMidnight(to))
      return Math.max(at, midnight + sinceMidnight(from));
  }
  throw new Error('These sending hours have no days.');
}

function sinceMidnight(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE;
}

/** When the clocks change, by bisection. No zone changes them twice within the eight days between the two at most. */
function changeBetween(timeZone: string, before: number, after: number, offset: number): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
