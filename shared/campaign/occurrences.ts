import { offsetAt } from '../platform/zone-offset.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;
/** Monday, 5 January 1970, in milliseconds since the epoch. */
const FIRST_MONDAY = 4 * DAY;
/** How many weeks with dates are looked at: as many as the highest count needs, and the first, which may have none. */
const MAX_WEEKS = 400;

/** The dates of a recurrence, whose first day is known. Days are ISO weekdays; `from` and `until` dates like 2027-01-31. */
export interface FixedRecurrence {
  readonly days: readonly number[];
  readonly time: string;
  readonly every: number;
  readonly time_zone: string;
  readonly from: string;
  readonly until?: string | undefined;
  readonly count?: number | undefined;
}

/**
 * The next moments at which a recurrence falls, ascending.
 * @param after in milliseconds since the epoch, like the results; not a result itself
 * @param max at most so many
 */
export function occurrencesAfter(recurrence: FixedRecurrence, after: number, max: number): number[] {
  const { days, every, time, time_zone, until, count = Infinity } = recurrence;
  const from = Date.parse(recurrence.from);
  const last = until === undefined ? Infinity : Date.parse(until);
  const first = mondayOf(from);
  // Dates are counted from the first; without a count, those long past need not be gone through.
  const passed = Math.floor((after - first) / (every * WEEK)) - 1;
  const begin = count === Infinity ? Math.max(0, passed) : 0;
  const found: number[] = [];
  let counted = 0;
  for (let week = begin; week < begin + MAX_WEEKS; week += 1) {
    for (const day of days) {
      const date = first + week * every * WEEK + (day - 1) * DAY;
      if (date < from) continue;
      if (date > last || counted === count || found.length === max) return found;
      counted += 1;
      const at = momentOf(date, time, time_zone);
      if (at > after && at !== found.at(-1)) found.push(at);
    }
  }
  return found;
}

function mondayOf(date: number): number {
  return FIRST_MONDAY + Math.floor((date - FIRST_MONDAY) / WEEK) * WEEK;
}

/**
 * When the clocks of a zone show a time on a date. Of a time that they show twice, the first; one that they skip moves on by
 * as much as they do: 02:30 becomes 03:30.
 * @param date the date's midnight, expressed as if it were UTC
 */
function momentOf(date: number, time: string, zone: string): number {
  const shown = date + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE;
  const [before, after] = [offsetAt(zone, shown - DAY), offsetAt(zone, shown + DAY)];
  const [early, late] = [shown - before, shown - after];
  if (offsetAt(zone, early) === before) return early;
  return offsetAt(zone, late) === after ? late : early;
}
