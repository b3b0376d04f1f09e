import * as z from 'zod';

import { isTimeZone } from '../platform/is-time-zone.ts';
import type { Fault } from '../platform/errors.ts';
import { occurrencesAfter } from './occurrences.ts';

const MAX_WEEKS = 52;
const MAX_COUNT = 366;
/** How far ahead the first date may be, in milliseconds: two years. */
const MAX_AHEAD = 2 * 366 * 86_400_000;

const date = z.iso.date('must be a date like 2027-01-31').refine((text) => text >= '2020', 'must be in 2020 or later');

const fields = z.strictObject({
  days: z
    .array(z.number().int().min(1).max(7))
    .min(1)
    .max(7)
    .overwrite((days) => [...new Set(days)].toSorted((a, b) => a - b))
    .describe('ISO weekdays, Monday is 1.'),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 09:00')
    .describe(
      'By the clock of the time zone. A time that clocks skip moves on with them; one that they repeat comes once.',
    ),
  every: z.number().int().min(1).max(MAX_WEEKS).default(1).describe('Every so many weeks, from that of `from` on.'),
  time_zone: z
    .string()
    .max(64)
    .refine(isTimeZone, { params: { code: 'timezone' }, message: 'must be an IANA time zone like Europe/Berlin' })
    .describe('IANA'),
  from: date.optional().describe('The first day that it may be sent on; the day on which it was set, unless given.'),
  until: date.optional().describe('The last day that it may be sent on.'),
  count: z
    .number()
    .int()
    .min(1)
    .max(MAX_COUNT)
    .optional()
    .describe('How many dates it has from `from` on, those included on which it was not sent.'),
});

/** When a campaign is sent again and again: on some weekdays of every so many weeks, once a day at most. */
export const recurrence = fields
  .refine(({ until, count }) => until === undefined || count === undefined, {
    path: ['count'],
    params: { code: 'refused' },
    message: 'give until or count, not both',
  })
  .meta({
    id: 'RecurrenceGiven',
    examples: [{ days: [1], time: '09:00', every: 1, time_zone: 'Europe/Berlin', count: 10 }],
  });
export type Recurrence = z.infer<typeof recurrence>;

/** The same as it is kept and shown: what it leaves out is filled in. */
export const fixedRecurrence = z
  .object({
    ...fields.shape,
    every: fields.shape.every.unwrap().describe('Every so many weeks.'),
    from: date.describe('The first day.'),
  })
  .meta({ id: 'Recurrence' });

/** A recurrence that begins now unless it says when. */
export function beginning(given: Recurrence, now: number): Recurrence & { from: string } {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: given.time_zone, dateStyle: 'short' }).format(now);
  return { ...given, from: given.from ?? today };
}

/** Refuses a recurrence of which no date is to come, or none for years. */
export function recurrenceFaults(body: unknown, now: number): Fault[] {
  const { data } = recurrence.safeParse((body as { recurrence?: unknown } | null)?.recurrence);
  if (!data) return [];
  const [first] = occurrencesAfter(beginning(data, now), now, 1);
  if (first === undefined) return [{ path: 'recurrence', code: 'never', message: NEVER }];
  if (first <= now + MAX_AHEAD) return [];
  return [{ path: 'recurrence.from', code: 'too_far', message: 'must be within two years from now' }];
}

const NEVER = 'has no date to come: give a later until, or more days or a higher count';
