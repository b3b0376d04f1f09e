import * as z from 'zod';

import { timestamp } from './clock.ts';
import type { Fault } from './errors.ts';

/** A number in E.164. Whether it is possible is checked where customers are added. */
export const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number like +15551234567');

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

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** A country by its ISO 3166 alpha-2 code, in capitals. Other names of a country ('UK') and names of none ('XX') are refused. */
export const countryCode = z.string().refine((code) => /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && isRegion(code), {
  message: 'must be an ISO 3166 country code like DE (the United Kingdom is GB)',
  params: { code: 'country' },
});

function isRegion(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}` && regions.of(code) !== undefined;
}

export function httpsUrl(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', {
      message: 'must be an https URL',
      params: { code: 'url' },
    });
}

/** The end of the year 9999, the last one with four digits. */
const LAST = 253_402_300_799_999;

/** RFC 3339 with an offset or Z, converted to UTC. */
export const time = z.iso
  .datetime({ offset: true, message: 'must be an RFC 3339 time like 2027-01-31T09:00:00Z' })
  .overwrite((text) => (Date.parse(text) >= 0 && Date.parse(text) <= LAST ? timestamp(Date.parse(text)) : text));

/** How far another machine's clock may be ahead, in milliseconds. */
const SKEW = 5 * 60_000;

/** A check that a field of the body is not in the future. */
export function futureFaults(field: string): (body: unknown, now: number) => Fault[] {
  return (body, now) => {
    const at = (body as Readonly<Record<string, unknown>> | null)?.[field];
    const ahead = typeof at === 'string' && Date.parse(at) > now + SKEW;
    return ahead ? [{ path: field, code: 'future', message: 'must not be in the future' }] : [];
  };
}
