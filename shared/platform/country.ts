import * as z from 'zod';

/** Regions of Unicode's list that are no countries: unions, pseudo-locales, places without a code of their own. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const TWO_LETTERS = /^[A-Z]{2}$/;

/** A country by its ISO 3166 code, with those that telephone numbers have besides, such as XK for Kosovo. */
export const countryCode = z
  .string()
  .regex(TWO_LETTERS, 'must be a country code like DE')
  .superRefine((code, context) => {
    if (!TWO_LETTERS.test(code)) return;
    const today = new Intl.Locale(`und-${code}`).region ?? code;
    const known = names.of(today) !== undefined && !NO_COUNTRIES.has(today);
    if (known && today === code) return;
    const message = known
      ? `${code} is no country code; write ${today}`
      : `${code} is no country code; write one of ISO 3166 like DE`;
    context.addIssue({ code: 'custom', message, params: { code: 'country' } });
  });
