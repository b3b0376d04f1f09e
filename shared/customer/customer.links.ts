import { isDeepStrictEqual } from 'node:util';

import { LOST } from '../platform/backoff.ts';
import type { Key } from '../platform/table.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { canonicalNumber, spellingsOf } from './canonical-number.ts';
import { keys } from './customer.keys.ts';
import type { customerQueries } from './customer.queries.ts';
import type { Customer } from './customer.ts';
import { mergeCustomers } from './merge-customers.ts';
import { addressKeys } from './plan-writes.ts';

/** What WhatsApp calls a person, besides their number. */
export interface UserNames {
  readonly whatsapp_user_id?: string | undefined;
  readonly whatsapp_parent_user_id?: string | undefined;
  readonly username?: string | undefined;
}

interface Linking {
  readonly now: string;
  /** The id of the ledger entry, if the consent changes. */
  readonly consent_id: string;
}

/** The writes that lead another address to a customer, or another customer's addresses to this one. */
export function customerLinks(table: Table, queries: Pick<ReturnType<typeof customerQueries>, 'get'>) {
  /** The customers to whom these rows lead now, besides this one. */
  async function othersWith(tenant: string, id: string, rows: readonly Key[]): Promise<Key[]> {
    const found = await Promise.all(rows.map((key) => table.get(key)));
    const holders = new Set(found.flatMap((row) => (row ? [String(row['customer_id'])] : [])));
    const others = [...holders].filter((holder) => holder !== id);
    const existing = await Promise.all(others.map((holder) => queries.get(tenant, holder)));
    return existing.flatMap((other) => (other ? [keys.customer(tenant, other.id)] : []));
  }

  return {
    /**
     * Records a person's user ids and name; rows of ids that the customer had before are removed. Writes nothing when nothing
     * is new. @returns the customer after it; undefined when there is none
     */
    async setUserNames(tenant: string, id: string, names: UserNames, now: string): Promise<Customer | undefined> {
      return table.untilWon(async () => {
        const found = await queries.get(tenant, id);
        if (!found) return undefined;
        const set = Object.fromEntries(
          Object.entries(names).filter(([name, value]) => value && value !== found[name as keyof UserNames]),
        );
        if (Object.keys(set).length === 0) return found;
        const customer: Customer = { ...found, ...set, updated_at: now };
        const [before, after] = [userKeys(found), userKeys(customer)];
        const gone = before.filter(({ pk }) => !after.some((key) => key.pk === pk));
        const losing = await othersWith(tenant, id, after);
        const done = await table.transact([
          { key: keys.customer(tenant, id), change: { set: { ...set, updated_at: now } }, where: unchanged(found) },
          ...after.map((key) => ({ put: { ...key, customer_id: id } })),
          ...losing.map((key) => ({
            ...{ key, change: { remove: ['whatsapp_user_id', 'whatsapp_parent_user_id'] }, where: { exists: true } },
          })),
          ...gone.map((key) => ({ remove: key, where: { notExistsOrEqual: { customer_id: id } } })),
        ]);
        return done ? customer : LOST;
      });
    },

    /** The rows of a number, the canonical spelling's first, with the id of the customer that each leads to. */
    async holdersOf(tenant: string, number: string): Promise<{ readonly number: string; readonly id: string }[]> {
      const spellings = spellingsOf(number);
      const rows = await Promise.all(spellings.map((spelling) => table.get(keys.phone(tenant, spelling))));
      return rows.flatMap((row, place) => {
        return row ? [{ number: spellings[place] ?? '', id: String(row['customer_id']) }] : [];
      });
    },

    /** Leads a customer's number to it by the canonical row alone. @returns false when another customer has it by now */
    async leadNumber(customer: Customer): Promise<boolean> {
      const { id } = customer;
      return table.transact([
        ...addressKeys({ ...customer, whatsapp_user_id: undefined, whatsapp_parent_user_id: undefined }).map((key) => ({
          ...{ put: { ...key, customer_id: id }, where: { notExistsOrEqual: { customer_id: id } } },
        })),
        ...outdatedPhoneKeys(customer).map((key) => ({
          ...{ remove: key, where: { notExistsOrEqual: { customer_id: id } } },
        })),
      ]);
    },

    /** Gives a number to a customer without one. @returns false when the number or the customer has another one by now */
    async giveNumber(
      { tenant_id, id }: Customer,
      given: Pick<Customer, 'phone_number' | 'country' | 'timezone'> & { readonly phone_number: string },
      now: string,
    ): Promise<boolean> {
      const { phone_number, country, timezone } = given;
      return table.transact([
        {
          put: { ...keys.phone(tenant_id, canonicalNumber(phone_number)), customer_id: id },
          where: { exists: false },
        },
        {
          key: keys.customer(tenant_id, id),
          change: { set: { phone_number, country, timezone, updated_at: now } },
          where: { exists: true, equals: { phone_number: null } },
        },
      ]);
    },

    /**
     * Makes one customer stand for another one, too, who turned out to be the same person. The other one keeps its id and its
     * messages' keys; whoever writes from its addresses is found here. Can be repeated to the same effect.
     * @returns the customer that stands for both; undefined when one of them is gone
     */
    async link(
      tenant: string,
      id: string,
      otherId: string,
      { now, consent_id }: Linking,
    ): Promise<Customer | undefined> {
      return table.untilWon(async () => {
        const [kept, other] = await Promise.all([queries.get(tenant, id), queries.get(tenant, otherId)]);
        if (!kept || !other || kept.same_as || kept.id === other.id) return undefined;
        if (other.same_as === kept.id) return kept;
        const merged = { ...mergeCustomers(kept, other), updated_at: now };
        const changed = Object.entries(merged).filter(
          ([name, value]) => !isDeepStrictEqual(value, kept[name as keyof Customer]),
        );
        const decided = !isDeepStrictEqual(merged.consent, kept.consent) && merged.consent.at !== null;
        const entry = { ...merged.consent, id: consent_id, created_at: now };
        const writes: TransactWrite[] = [
          { key: keys.customer(tenant, id), change: { set: Object.fromEntries(changed) }, where: unchanged(kept) },
          {
            key: keys.customer(tenant, otherId),
            change: { set: { same_as: id, updated_at: now } },
            where: unchanged(other),
          },
          ...(other.linked ?? []).map((linked) => ({
            key: keys.customer(tenant, linked),
            change: { set: { same_as: id } },
            where: { exists: true },
          })),
          ...addressKeys(merged).map((key) => ({ put: { ...key, customer_id: id } })),
          ...outdatedPhoneKeys(merged, other).map((key) => ({ remove: key })),
          ...(decided ? [{ put: { ...keys.consent(tenant, id, `${entry.at ?? now}#${consent_id}`), ...entry } }] : []),
        ];
        return (await table.transact(writes)) ? merged : LOST;
      });
    },
  };
}

/** Rows of other spellings than the canonical one, which an earlier version made. */
export function outdatedPhoneKeys(...customers: readonly Customer[]) {
  const rows = customers.flatMap(({ tenant_id, phone_number }) =>
    phone_number === null
      ? []
      : spellingsOf(phone_number)
          .slice(1)
          .map((number) => keys.phone(tenant_id, number)),
  );
  return [...new Map(rows.map((key) => [key.pk, key])).values()];
}

function userKeys(customer: Customer) {
  return addressKeys({ ...customer, phone_number: null });
}

/** The condition that nobody has changed the customer since it was read. */
function unchanged({ updated_at, last_inbound_at, consent }: Customer) {
  return { exists: true, equals: { updated_at, last_inbound_at, 'consent.at': consent.at } };
}
