import { weekTime } from '../platform/week-time.ts';

/** A working day has as many slots as a day of the weekend. */
const SLOTS_A_DAY = 4;
const SLOT_HOURS = 24 / SLOTS_A_DAY;
/** How many there are. */
export const SLOTS = 2 * SLOTS_A_DAY;

/**
 * The slot of the week that a moment is in where somebody lives, from 0: clocks that change take it with them.
 * @param at in milliseconds since the epoch
 */
export function slotOf(timeZone: string, at: number): number {
  const { weekday, hour } = weekTime(timeZone, at);
  return (weekday < 5 ? 0 : SLOTS_A_DAY) + Math.floor(hour / SLOT_HOURS);
}
