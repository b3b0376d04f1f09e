import type { Customer } from '../customer/customer.ts';
import { countryOf } from '../customer/phone-number.ts';
import { timeZoneOf } from '../customer/time-zone.ts';
import type { SamplePerson } from './preview.ts';

/**
 * Somebody who is no customer, as though they were one: with an id that nobody has, so that taps on what they are sent lead
 * to no customer and count nowhere.
 */
export function strangerOf(
  { name, language, tags, attributes }: SamplePerson,
  { id, tenant_id, phone_number }: Pick<Customer, 'id' | 'tenant_id' | 'phone_number'>,
  now: string,
): Customer {
  const country = phone_number === null ? null : countryOf(phone_number);
  return {
    ...{ id, tenant_id, phone_number, country, tags, attributes },
    name: name ?? null,
    language: language ?? null,
    timezone: timeZoneOf(country),
    consent: { status: 'opted_in', source: null, text: null, at: null },
    created_at: now,
    updated_at: now,
    last_inbound_at: null,
  };
}

export const NOTHING_KNOWN: SamplePerson = { tags: [], attributes: {} };
