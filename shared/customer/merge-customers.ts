import { mostCareful } from './consent.ts';
import { MAX_ATTRIBUTES } from './customer-fields.ts';
import { MAX_TAGS, type Customer } from './customer.ts';

/** How many customers one can stand for; more than a person's spellings and user ids make. */
const MAX_LINKED = 20;

/**
 * What a customer becomes who stands for another one, too: its own fields, what it lacks of the other's, the tags of both, and
 * the more careful consent.
 */
export function mergeCustomers(kept: Customer, other: Customer): Customer {
  const userIds = { ...pick(other), ...pick(kept) };
  const place = kept.phone_number === null && other.phone_number !== null ? other : kept;
  return {
    ...kept,
    ...userIds,
    phone_number: kept.phone_number ?? other.phone_number,
    country: place.country,
    timezone: place.timezone,
    name: kept.name ?? other.name,
    language: kept.language ?? other.language,
    tags: [...new Set([...kept.tags, ...other.tags])].slice(0, MAX_TAGS),
    attributes: Object.fromEntries(
      Object.entries({ ...kept.attributes, ...missing(other.attributes, kept.attributes) }).slice(0, MAX_ATTRIBUTES),
    ),
    consent: mostCareful(kept.consent, other.consent),
    ...latest('last_tapped_at', kept, other),
    ...latest('imported_at', kept, other),
    last_inbound_at: later(kept.last_inbound_at, other.last_inbound_at),
    linked: [...new Set([...(kept.linked ?? []), other.id, ...(other.linked ?? [])])].slice(-MAX_LINKED),
  };
}

function pick({ whatsapp_user_id, whatsapp_parent_user_id, username }: Customer) {
  return {
    ...(whatsapp_user_id && { whatsapp_user_id }),
    ...(whatsapp_parent_user_id && { whatsapp_parent_user_id }),
    ...(username && { username }),
  };
}

function latest(field: 'last_tapped_at' | 'imported_at', kept: Customer, other: Customer) {
  const at = later(kept[field] ?? null, other[field] ?? null);
  return at === null ? {} : { [field]: at };
}

function missing(from: Customer['attributes'], present: Customer['attributes']): Customer['attributes'] {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !Object.hasOwn(present, name)));
}

function later(one: string | null, other: string | null): string | null {
  return [one, other].toSorted().findLast((at) => at !== null) ?? null;
}
