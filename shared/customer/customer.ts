import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { consent, consentWire, type ConsentGiven } from './consent.ts';
import { timeZoneOf } from './time-zone.ts';

export const MAX_TAGS = 50;

/** A person to whom a tenant may write. */
export const customer = z.object({
  id: idOf('cus'),
  tenant_id: idOf('ten'),
  phone_number: z.string(),
  /** The number's country, ISO 3166 alpha-2; null for a number without one. */
  country: z.string().nullable(),
  name: z.string().nullable(),
  language: z.string().nullable(),
  timezone: z.string(),
  tags: z.array(z.string()),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  consent,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  last_inbound_at: z.iso.datetime().nullable(),
  /** The provider reported with this code that the number cannot receive messages. Removed when the customer writes or opts in. */
  suppressed: z.object({ code: z.string(), at: z.iso.datetime() }).optional(),
});
export type Customer = z.infer<typeof customer>;

export const customerWire = customer.omit({ tenant_id: true, country: true }).extend({
  consent: consentWire,
  suppressed: customer.shape.suppressed.unwrap().nullable().default(null),
});

/** The changes to a customer. Undefined leaves a field as it is, null empties it. */
export interface CustomerChange {
  readonly name?: string | null | undefined;
  readonly language?: string | null | undefined;
  /** null: derived from the number again. */
  readonly timezone?: string | null | undefined;
  readonly tags?: Customer['tags'] | undefined;
  readonly attributes?: Customer['attributes'] | undefined;
  readonly consent?: ConsentGiven | undefined;
}

/** A change with the time of its request; `consent_id` is the id of its ledger entry, if it makes one. */
export interface RequestedChange {
  readonly given: CustomerChange;
  readonly now: string;
  readonly consent_id: string;
}

/** Replaces the given fields. Consent is left out: the ledger decides it. */
export function mergeCustomer(current: Customer, given: CustomerChange): Customer {
  return {
    ...current,
    name: given.name === undefined ? current.name : given.name,
    language: given.language === undefined ? current.language : given.language,
    timezone: given.timezone === undefined ? current.timezone : (given.timezone ?? timeZoneOf(current.country)),
    tags: given.tags ?? current.tags,
    attributes: given.attributes ?? current.attributes,
  };
}
