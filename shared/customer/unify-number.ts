import type { Ids } from '../platform/ids.ts';
import { canonicalNumber } from './canonical-number.ts';
import type { Customer } from './customer.ts';
import type { Customers } from './customer.store.ts';

export interface UnifyPorts {
  readonly customers: Pick<Customers, 'get' | 'holdersOf' | 'leadNumber' | 'link'>;
  readonly ids: Ids;
}

/** What was done for a customer: nothing, another row leads to it, or it was linked with another customer. */
export type Unified = 'unchanged' | 'moved' | 'linked';

/**
 * Makes a number that an earlier version stored unique under its canonical spelling. Of two customers of one person the older
 * one stands for both from then on; the other keeps its id and messages. Can be repeated to the same effect.
 */
export async function unifyNumber(customer: Customer, now: string, { customers, ids }: UnifyPorts): Promise<Unified> {
  const { tenant_id, id, phone_number, same_as } = customer;
  if (phone_number === null || same_as) return 'unchanged';
  const holders = await customers.holdersOf(tenant_id, phone_number);
  const others = await Promise.all(
    holders.filter((holder) => holder.id !== id).map((holder) => customers.get(tenant_id, holder.id)),
  );
  const rivals = others.flatMap((other) => (other && !other.same_as ? [other] : []));
  const [kept] = rivals.toSorted(byAge);
  if (kept) {
    // The younger one is linked when it is looked at itself.
    if (byAge(customer, kept) < 0) return 'unchanged';
    await customers.link(tenant_id, kept.id, id, { now, consent_id: ids.next('con') });
    return 'linked';
  }
  const [row, ...more] = holders;
  if (row?.id === id && row.number === canonicalNumber(phone_number) && more.length === 0) return 'unchanged';
  await customers.leadNumber(customer);
  return 'moved';
}

function byAge(a: Customer, b: Customer): number {
  return a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? -1 : 1;
}
