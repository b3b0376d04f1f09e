import * as z from 'zod';

import { timestamp } from './clock.ts';
import type { Fault } from './errors.ts';

/** A number in E.164. Whether it is possible is checked where customers are added. */
export const e164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number like +15551234567')
  .meta({ examples: ['+14155550123'] });

/** An international number as people write it, '+49 (0)157 1000-0112', without what is between its digits. */
export const writtenNumber = z
  .string()
  .max(40)
  .transform((text) =>
    text
      .trim()
      .replace('(0)', '')
      .replaceAll(/[\s().‐-―-]+/gu, '')
      .replace(/^00/, '+'),
  );

/** What a text of JSON holds, such as an environment variable. @throws SyntaxError for any other text */
export function fromJson<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(schema);
}

/** The end of the year 9999, the last one with four digits. */
const LAST = 253_402_300_799_999;

/** RFC 3339 with an offset or Z, from 1970 to 9999, converted to UTC. */
export const time = z.iso
  .datetime({ offset: true, message: 'must be an RFC 3339 time like 2027-01-31T09:00:00Z' })
  .refine((text) => isInRange(text) || Number.isNaN(Date.parse(text)), 'must be between the years 1970 and 9999 in UTC')
  .overwrite((text) => (isInRange(text) ? timestamp(Date.parse(text)) : text));

/** False for what is no time. */
function isInRange(text: string): boolean {
  return Date.parse(text) >= 0 && Date.parse(text) <= LAST;
}

/** How far another machine's clock may be ahead, or behind, in milliseconds. */
export const SKEW = 5 * 60_000;

/** A check that a field of the body is not in the future. */
export function futureFaults(field: string): (body: unknown, now: number) => Fault[] {
  return (body, now) => {
    const at = (body as Readonly<Record<string, unknown>> | null)?.[field];
    const ahead = typeof at === 'string' && Date.parse(at) > now + SKEW;
    return ahead ? [{ path: field, code: 'future', message: 'must not be in the future' }] : [];
  };
}
