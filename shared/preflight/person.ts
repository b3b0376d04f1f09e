import type { Customer } from '../customer/customer.ts';
import { blankCustomer } from '../customer/draft-customer.ts';
import { countryOf } from '../customer/phone-number.ts';
import type { SamplePerson } from './preview.ts';

/**
 * Somebody who is no customer, as though they were one: with an id that nobody has, so that taps on what they are sent lead
 * to no customer and count nowhere.
 */
export function strangerOf(
  { name, language, tags, attributes }: SamplePerson,
  address: Pick<Customer, 'id' | 'tenant_id' | 'phone_number'>,
  now: string,
): Customer {
  const { phone_number } = address;
  const country = phone_number === null ? null : countryOf(phone_number);
  const blank = blankCustomer({ ...address, country }, now);
  const consent = { ...blank.consent, status: 'opted_in' as const };
  return { ...blank, name: name ?? null, language: language ?? null, tags, attributes, consent };
}

export const NOTHING_KNOWN: SamplePerson = { tags: [], attributes: {} };
