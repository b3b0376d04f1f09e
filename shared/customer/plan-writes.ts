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

/** The writes of an upsert, which are one transaction, and its result. */
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

/** Writes only what differs, and nothing when nothing does: so importing a file again is fast. */
export function planChange(found: Customer, { given, now, consent_id }: RequestedChange): Omit<Plan, 'created'> {
  const entry = consentEntry({ given: given.consent, current: found.consent, id: consent_id, now });
  const decided = supersedes(entry, found.consent);
  const merged = { ...mergeCustomer(found, given), ...(decided && { consent: consentOf(entry) }) };
  const changed = Object.entries(merged).filter(
    ([name, value]) => !isDeepStrictEqual(value, found[name as keyof Customer]),
  );
  if (changed.length === 0 && !entry) return { customer: found, writes: [] };

  const set = { ...Object.fromEntries(changed), updated_at: now };
  const isOptIn = decided && entry.status === 'opted_in';
  // The consent was compared with the one read above, so that one must still be current.
  const where = { exists: true, ...(decided && { equals: { 'consent.at': found.consent.at } }) };
  const writes = [
    {
      key: keys.customer(found.tenant_id, found.id),
      change: { set, ...(isOptIn && { remove: ['suppressed'] }) },
      where,
    },
    ...ledgerWrites(found, entry),
  ];
  const { suppressed, ...rest } = merged;
  return { customer: { ...rest, ...(!isOptIn && suppressed && { suppressed }), updated_at: now }, writes };
}

function ledgerWrites({ tenant_id, id }: Customer, entry: ConsentEntry | undefined): TransactWrite[] {
  return entry ? [{ put: { ...keys.consent(tenant_id, id, `${entry.at}#${entry.id}`), ...entry } }] : [];
}

function consentOf({ id: _, created_at: __, ...consent }: ConsentEntry): Customer['consent'] {
  return consent;
}

/** Groups plans so that each group fits into one transaction. */
export function transactions<Planned extends Plan>(plans: readonly Planned[]): Planned[][] {
  const groups: Planned[][] = [[]];
  let writes = 0;
  for (const plan of plans) {
    if (writes + plan.writes.length > MAX_WRITES) {
      groups.push([]);
      writes = 0;
    }
    groups.at(-1)?.push(plan);
    writes += plan.writes.length;
  }
  return groups;
}
