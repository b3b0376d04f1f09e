// 'min' metadata: 118 KB bundled with the code, against 133 ('mobile') and 190 ('max'), which also tell mobiles from
// landlines. WhatsApp runs on both.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import * as z from 'zod';

import { e164 } from '../platform/formats.ts';

/**
 * Parses a number in any international notation ('+49 (0)151 1234-5678') to E.164. It must be possible, but not assigned, in
 * its country's numbering plan: plans grow, and this copy of them would refuse new ranges.
 */
export const phoneNumber = z.string().transform((text, context) => {
  const found = text.length <= 40 ? parsePhoneNumberFromString(text.trim(), { extract: false }) : undefined;
  if (found && !found.ext && found.isPossible() && e164.safeParse(found.number).success) return found.number;
  context.addIssue({
    code: 'custom',
    params: { code: 'phone_number' },
    message: 'must be a possible E.164 number like +4915112345678',
  });
  return z.NEVER;
});

/** ISO 3166 alpha-2; the main country of a shared calling code where the number does not tell; null for none (+800). */
export function countryOf(number: string): string | null {
  const found = parsePhoneNumberFromString(number);
  return found?.country ?? found?.getPossibleCountries()[0] ?? null;
}
