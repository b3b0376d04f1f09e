import * as z from 'zod';

import { UNKNOWN_CONSENT } from './consent.ts';
import { customerFields } from './customer-fields.ts';
import { mergeCustomer, type Customer, type CustomerChange, type RequestedChange } from './customer.ts';
import { countryOf, phoneNumber } from './phone-number.ts';
import { timeZoneOf } from './time-zone.ts';

export const customerGiven = z.strictObject({ phone_number: phoneNumber, ...customerFields }).meta({
  id: 'CustomerDraft',
  examples: [
    {
      phone_number: '+5581991234567',
      name: 'Ana Souza',
      tags: ['regular'],
      attributes: { city: 'Recife' },
      consent: { status: 'opted_in', source: 'checkout' },
    },
  ],
});
export type CustomerGiven = z.output<typeof customerGiven>;

/** Where a customer is reached: by a number, or at first by a user id of WhatsApp alone. */
export type Reached =
  | { readonly phone_number: string }
  | { readonly phone_number: null; readonly whatsapp_user_id: string; readonly country: string | null };

/** A change for a number, and the customer to add if the tenant has none with that number. */
export interface Draft extends RequestedChange {
  readonly customer: Customer;
}

interface DraftContext extends Pick<Customer, 'tenant_id' | 'id'>, Omit<RequestedChange, 'given'> {}

export function draftCustomer(
  given: CustomerChange & Reached,
  { tenant_id, id, consent_id, now, isImport = false }: DraftContext,
): Draft {
  const { phone_number } = given;
  const country = phone_number === null ? given.country : countryOf(phone_number);
  const blank = {
    ...blankCustomer({ id, tenant_id, phone_number, country }, now),
    ...(phone_number === null && { whatsapp_user_id: given.whatsapp_user_id }),
  };
  return { given, now, consent_id, isImport, customer: mergeCustomer(blank, given) };
}

/** Somebody of whom nothing is known but how they are reached. */
export function blankCustomer(
  address: Pick<Customer, 'id' | 'tenant_id' | 'phone_number' | 'country'>,
  now: string,
): Customer {
  return {
    ...address,
    name: null,
    language: null,
    timezone: timeZoneOf(address.country),
    tags: [],
    attributes: {},
    consent: UNKNOWN_CONSENT,
    created_at: now,
    updated_at: now,
    last_inbound_at: null,
  };
}
