import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { consent, consentWire, type ConsentGiven } from './consent.ts';
import { timeZoneOf } from './time-zone.ts';

export const MAX_TAGS = 50;

/** A person to whom a tenant may write. */
export const customer = z.object({
  id: idOf('cus'),
  tenant_id: idOf('ten'),
  /** E.164, as it was given: a network may spell it otherwise. Null for someone known by a user id alone. */
  phone_number: z
    .string()
    .nullable()
    .meta({
      description: 'E.164, as it was given. Null for someone known by a user id alone.',
      examples: ['+14155550123'],
    }),
  /** As below, for this business. */
  whatsapp_user_id: z.string().optional(),
  /** The number's id at WhatsApp for the group of businesses that this one belongs to. */
  whatsapp_parent_user_id: z.string().optional(),
  /** The name by which others find the person on WhatsApp. */
  username: z.string().optional(),
  /** The customer that stands for the same person; this one is not sent to any more. */
  same_as: idOf('cus').optional(),
  /** The customers whose `same_as` is this one: their messages are this person's. */
  linked: z.array(idOf('cus')).optional(),
  /** The number's country, ISO 3166 alpha-2; null for a number without one. */
  country: z.string().nullable(),
  name: z
    .string()
    .nullable()
    .meta({ examples: ['Ana Souza'] }),
  language: z
    .string()
    .nullable()
    .meta({ description: 'BCP 47', examples: ['pt-BR'] }),
  timezone: z.string().meta({ description: 'IANA', examples: ['America/Sao_Paulo'] }),
  tags: z.array(z.string().meta({ examples: ['regular'] })),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).meta({
    description: 'Your own fields; placeholders and audiences can use them.',
    examples: [{ city: 'Recife' }],
  }),
  consent,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  last_inbound_at: z.iso.datetime().nullable().describe('When the customer last wrote.'),
  last_tapped_at: z.iso.datetime().optional(),
  /** A file that changes nothing writes nothing. */
  imported_at: z.iso.datetime().optional(),
  /** Removed when the customer writes or opts in. */
  suppressed: z.object({ code: z.string(), at: z.iso.datetime() }).optional(),
});
export type Customer = z.infer<typeof customer>;

/** What criteria look at, and what other ids the person has. */
export const customerProfile = customer.pick({
  ...{ id: true, same_as: true, linked: true, country: true, language: true, tags: true, attributes: true },
  ...{ created_at: true, last_inbound_at: true, last_tapped_at: true, imported_at: true },
});
export type CustomerProfile = z.infer<typeof customerProfile>;

/** Whose day it is when something happens to them. */
export const customerZone = customer.pick({ id: true, same_as: true, timezone: true });
export type CustomerZone = z.infer<typeof customerZone>;

const shownIfKnown = z.string().nullable().default(null);

export const customerWire = customer
  .omit({ tenant_id: true, country: true, linked: true, whatsapp_parent_user_id: true })
  .extend({
    consent: consentWire,
    whatsapp_user_id: shownIfKnown.describe('The number’s id at WhatsApp for this business.'),
    last_tapped_at: shownIfKnown.describe('When the customer last tapped a button.'),
    imported_at: shownIfKnown.describe('When a file last added or changed the customer.'),
    username: shownIfKnown.describe('The name by which others find the person on WhatsApp.'),
    same_as: shownIfKnown.describe('The customer that stands for the same person; this one is not sent to any more.'),
    suppressed: customer.shape.suppressed
      .unwrap()
      .nullable()
      .default(null)
      .describe('The provider reported with this code that the number cannot receive messages.'),
  })
  .meta({ id: 'Customer' });

/** Every id under which a customer was sent messages. */
export function idsOf({ id, linked = [] }: Pick<Customer, 'id' | 'linked'>): string[] {
  return [id, ...linked];
}

/** The number to send to. @throws Error for a customer without one, who is skipped before */
export function numberOf({ phone_number }: Customer): string {
  if (phone_number === null) throw new Error('A customer without a number was about to be sent to.');
  return phone_number;
}

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
  /** Whether a file makes the change. */
  readonly isImport?: boolean;
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
