import { isDeepStrictEqual } from 'node:util';

import type { TransactWrite } from '../platform/table-client.ts';
import { consentEntry, supersedes, UNKNOWN_CONSENT, type ConsentEntry } from './consent.ts';
import { keys } from './customer.keys.ts';
import { mergeCustomer, type Customer, type RequestedChange } from './customer.ts';
import type { Draft } from './draft-customer.ts';

/** A transaction takes 100 writes but 4 MB, and the largest customer has 98 KB; 100 are no faster. */
const MAX_WRITES = 40;

export interface Upserted {
  readonly customer: Customer;
  readonly created: boolean;
}

/** What an upsert will have done once its writes are in, all or none. */
export interface Plan extends Upserted {
  readonly writes: readonly TransactWrite[];
}

export function plan(found: Customer | undefined, draft: Draft): Plan {
  return found ? { ...planChange(found, draft), created: false } : { ...planCreation(draft), created: true };
}

function planCreation({ customer: blank, given, now, consent_id }: Draft): Omit<Plan, 'created'> {
  const entry = consentEntry({ given: given.consent, current: UNKNOWN_CONSENT, id: consent_id, now });
  const customer = entry ? { ...blank, consent: consentOf(entry) } : blank;
  const { tenant_id, id, phone_number } = customer;
  const writes = [
    { put: { ...keys.phone(tenant_id, phone_number), customer_id: id }, where: { exists: false } },
    { put: { ...keys.customer(tenant_id, id), ...customer }, where: { exists: false } },
    ...ledgerWrites(customer, entry),
  ];
  return { customer, writes };
}

/** Writes what differs, and nothing at all when nothing does: a file that is imported again goes by quickly. */
export function planChange(found: Customer, { given, now, consent_id }: RequestedChange): Omit<Plan, 'created'> {
  const entry = consentEntry({ given: given.consent, current: found.consent, id: consent_id, now });
  const decided = supersedes(entry, found.consent);
  const merged = { ...mergeCustomer(found, given), ...(decided && { consent: consentOf(entry) }) };
  const changed = Object.entries(merged).filter(
    ([name, value]) => !isDeepStrictEqual(value, found[name as keyof Customer]),
  );
  if (changed.length === 0 && !entry) return { customer: found, writes: [] };

  const set = { ...Object.fromEntries(changed), updated_at: now };
  const welcome = decided && entry.status === 'opted_in';
  // Consent is decided against the entry read above, so that entry must still stand.
  const where = { exists: true, ...(decided && { equals: { 'consent.at': found.consent.at } }) };
  const writes = [
    {
      key: keys.customer(found.tenant_id, found.id),
      change: { set, ...(welcome && { remove: ['suppressed'] }) },
      where,
    },
    ...ledgerWrites(found, entry),
  ];
  const { suppressed, ...rest } = merged;
  return { customer: { ...rest, ...(!welcome && suppressed && { suppressed }), updated_at: now }, writes };
}

function ledgerWrites({ tenant_id, id }: Customer, entry: ConsentEntry | undefined): TransactWrite[] {
  return entry ? [{ put: { ...keys.consent(tenant_id, id, `${entry.at}#${entry.id}`), ...entry } }] : [];
}

function consentOf({ id: _, created_at: __, ...consent }: ConsentEntry): Customer['consent'] {
  return consent;
}

/** Cuts plans into groups that each fit one transaction. */
export function transactions<One extends Plan>(plans: readonly One[]): One[][] {
  const groups: One[][] = [[]];
  let writes = 0;
  for (const one of plans) {
    if (writes + one.writes.length > MAX_WRITES) {
      groups.push([]);
      writes = 0;
    }
    groups.at(-1)?.push(one);
    writes += one.writes.length;
  }
  return groups;
}
