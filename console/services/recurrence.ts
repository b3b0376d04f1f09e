import type { Schemas } from '../../client/src/client.ts';
import { ownZone } from './format.ts';
import { WEEKDAYS } from './words.ts';

export type Recurrence = Schemas['RecurrenceGiven'];

/** Once a week, on the day that it is, in the morning of the viewer's zone. */
export function everyWeek(now = new Date()): Recurrence {
  return { days: [now.getDay() || 7], time: '09:00', every: 1, time_zone: ownZone() };
}

/** Days by their names: Mon, Thu. @param days ISO weekdays */
export const dayNames = (days: readonly number[]): string => days.map((day) => WEEKDAYS[day - 1]).join(', ');

/** As the rest of a sentence: "on Mon, Thu at 09:00 (Europe/Berlin)". */
export function recurrenceWords({ days, time, time_zone, every = 1 }: Recurrence): string {
  return `on ${dayNames(days)} at ${time} (${time_zone})${every > 1 ? `, every ${every} weeks` : ''}`;
}
