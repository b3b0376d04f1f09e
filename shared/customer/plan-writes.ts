import { isDeepStrictEqual } from 'node:util';

import type { Key } from '../platform/table.ts';
import type { TransactWrite } from '../platform/table-client.ts';
import { canonicalNumber } from './canonical-number.ts';
import { consentEntry, isOverruled, supersedes, UNKNOWN_CONSENT, type ConsentEntry } from './consent.ts';
import { keys } from './customer.keys.ts';
import { mergeCustomer, type Customer, type RequestedChange } from './customer.ts';
import type { Draft } from './draft-customer.ts';

/** A transaction takes 100 writes but 4 MB, and the largest customer has 98 KB; 100 are no faster. */
const MAX_WRITES = 40;

export interface Upserted {
  readonly customer: Customer;
  readonly created: boolean;
  /** Whether an opt-in was stated and left a person's STOP in place. */
  readonly optInRefused: boolean;
}

/** The writes of an upsert, which are one transaction, and its result. */
export interface Plan extends Upserted {
  readonly writes: readonly TransactWrite[];
}

export function plan(found: Customer | undefined, draft: Draft): Plan {
  return found ? { ...planChange(found, draft), created: false } : { ...planCreation(draft), created: true };
}

/** The plans of many upserts. @param known the customers that have the drafts' numbers, by canonical number */
export function planAll(drafts: readonly Draft[], known: ReadonlyMap<string, Customer>): (Plan & { draft: Draft })[] {
  return drafts.map((draft) => {
    const number = canonicalNumber(draft.customer.phone_number ?? '');
    return { draft, ...plan(known.get(number), draft) };
  });
}

function planCreation({ customer: blank, given, now, consent_id, isImport }: Draft): Omit<Plan, 'created'> {
  const entry = consentEntry({ given: given.consent, current: UNKNOWN_CONSENT, id: consent_id, now });
  const customer = {
    ...blank,
    ...(isImport && { imported_at: now }),
    ...(entry && { consent: consentOf(entry) }),
  };
  const { tenant_id, id } = customer;
  const writes = [
    ...addressKeys(customer).map((key) => ({ put: { ...key, customer_id: id }, where: { exists: false } })),
    { put: { ...keys.customer(tenant_id, id), ...customer }, where: { exists: false } },
    ...ledgerWrites(customer, entry),
  ];
  return { customer, writes, optInRefused: false };
}

/** The keys of the rows that lead to a customer, of which nobody else has one; each once, as a transaction needs them. */
export function addressKeys({ tenant_id, ...customer }: Customer): Key[] {
  const { phone_number, whatsapp_user_id, whatsapp_parent_user_id } = customer;
  const userIds = new Set([whatsapp_user_id, whatsapp_parent_user_id].filter((id) => id !== undefined));
  return [
    ...(phone_number === null ? [] : [keys.phone(tenant_id, canonicalNumber(phone_number))]),
    ...[...userIds].map((id) => keys.userId(tenant_id, id)),
  ];
}

/** Writes only what differs, and nothing when nothing does: so importing a file again is fast. */
export function planChange(
  found: Customer,
  { given, now, consent_id, isImport }: RequestedChange,
): Omit<Plan, 'created'> {
  const entry = consentEntry({ given: given.consent, current: found.consent, id: consent_id, now });
  const overruled = given.consent !== undefined && isOverruled(given.consent, found.consent, now);
  const optInRefused = overruled && given.consent.status === 'opted_in';
  const decided = !overruled && supersedes(entry, found.consent);
  const merged = { ...mergeCustomer(found, given), ...(decided && { consent: consentOf(entry) }) };
  const changed = Object.entries(merged).filter(
    ([name, value]) => !isDeepStrictEqual(value, found[name as keyof Customer]),
  );
  if (changed.length === 0 && !entry) return { customer: found, writes: [], optInRefused };

  const stamps = { updated_at: now, ...(isImport && { imported_at: now }) };
  const set = { ...Object.fromEntries(changed), ...stamps };
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
  const customer = { ...rest, ...(!isOptIn && suppressed && { suppressed }), ...stamps };
  return { customer, writes, optInRefused };
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
