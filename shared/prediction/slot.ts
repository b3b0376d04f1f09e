import { offsetAt } from '../platform/zone-offset.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The first of January 1970 was a Thursday; Monday is 0. */
const FIRST_WEEKDAY = 3;
const SLOT_HOURS = 6;

/** How many slots a week has: four of a working day, and four of a day of the weekend. */
export const SLOTS = 8;

/**
 * The slot of the week that a moment is in where somebody lives, from 0: clocks that change take it with them.
 * @param at in milliseconds since the epoch
 */
export function slotOf(timeZone: string, at: number): number {
  const local = at + offsetAt(timeZone, at);
  const weekday = (Math.floor(local / DAY) + FIRST_WEEKDAY) % 7;
  const part = Math.floor((local % DAY) / (SLOT_HOURS * HOUR));
  return (weekday < 5 ? 0 : SLOTS / 2) + part;
}
