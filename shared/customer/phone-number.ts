// 'min' metadata: 118 KB bundled with the code, against 133 ('mobile') and 190 ('max'), which also tell mobiles from
// landlines. WhatsApp runs on both.
import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min';
import * as z from 'zod';

import { e164 } from '../platform/formats.ts';
import { canonicalNumber } from './canonical-number.ts';

const NOT_POSSIBLE = 'must be a possible E.164 number like +4915112345678';
const NO_COUNTRY = `${NOT_POSSIBLE}; give default_country to have national numbers read`;
const NOT_A_NUMBER = `${NOT_POSSIBLE}; it holds something else besides`;
const CUT = 'was shortened by a spreadsheet: export the file again with this column as text';
const RANGE = 'must be one number: this is a range or a list of numbers';

/** What people write between digits, in full-width forms, too. */
const WRITTEN = /^[\d０-９+＋\s().‐-―−/-]+$/u;
/** A slash or a dash before the last digits of a second number: '123456/57', '58858-12/13'. A slash after an area code is none. */
const SEVERAL = /\/\s*\d{1,3}$|\/.*\/|[,;&]|:::/u;
/** What a spreadsheet makes of a long number: 4.9E+11. */
const SHORTENED = /^\d(?:[.,]\d+)?e\+\d+$/iu;
/** A spreadsheet's text mark before a number. */
const APOSTROPHE = /^['’]/u;
/** The decimal that a spreadsheet gives a number it has calculated with; in '06.12.34.56.00' the last zeros count. */
const DECIMAL = /^(\+?\d+)\.0+$/u;

export type ReadNumber = { readonly number: string } | { readonly fault: string };

/**
 * Reads a number in any notation ('+49 (0)151 1234-5678', '0151 …' with a country) as E.164. It must be possible, but not
 * assigned, in its country's numbering plan: plans grow, and this copy of them would refuse new ranges.
 * @param country ISO 3166 alpha-2 of national numbers; without it, a number needs its + and country code
 */
export function readNumber(given: string, country?: string): ReadNumber {
  if (given.length > 40) return { fault: NOT_POSSIBLE };
  const text = given.trim().replace(APOSTROPHE, '').trim().replace(DECIMAL, '$1');
  if (SHORTENED.test(text)) return { fault: CUT };
  if (SEVERAL.test(text)) return { fault: RANGE };
  if (!WRITTEN.test(text)) return { fault: text === '' ? NOT_POSSIBLE : NOT_A_NUMBER };
  const number = possible(parse(text));
  if (number) return { number };
  if (isCountry(country)) return national(text, country);
  return { fault: text.startsWith('+') ? NOT_POSSIBLE : NO_COUNTRY };
}

/** A number in E.164 as a schema, without national numbers. */
export const phoneNumber = z.string().transform((text, context) => {
  const read = readNumber(text);
  if ('number' in read) return read.number;
  context.addIssue({ code: 'custom', params: { code: 'phone_number' }, message: read.fault });
  return z.NEVER;
});

/** ISO 3166 alpha-2; the main country of a shared calling code where the number does not tell; null for none (+800). */
export function countryOf(number: string): string | null {
  const found = parsePhoneNumberFromString(canonicalNumber(number));
  return found?.country ?? found?.getPossibleCountries()[0] ?? null;
}

/** Whether the numbering plans have this country. */
export function isCountry(country: string | undefined): country is CountryCode {
  return country !== undefined && isSupportedCountry(country);
}

/** Spreadsheets drop a +: what can be read with its country code and without is nobody's number until someone says. */
function national(text: string, country: CountryCode): ReadNumber {
  const number = possible(parse(text, country));
  if (!number) return { fault: NOT_POSSIBLE };
  const complete = text.startsWith('0') ? undefined : parse(`+${text}`);
  const other = complete?.country === country ? possible(complete) : undefined;
  if (other && canonicalNumber(other) !== canonicalNumber(number)) {
    return { fault: `could be ${other} or ${number}: write it with its + and country code` };
  }
  return { number };
}

function parse(text: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, { extract: false, ...(defaultCountry && { defaultCountry }) });
}

/** The numbering plans know only one spelling of a number that has two. */
function possible(found: PhoneNumber | undefined): string | undefined {
  if (!found || found.ext || !e164.safeParse(found.number).success) return undefined;
  const canonical = canonicalNumber(found.number);
  const plan = canonical === found.number ? found : parse(canonical);
  return plan?.isPossible() ? found.number : undefined;
}
