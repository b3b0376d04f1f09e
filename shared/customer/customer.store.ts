import { LOST } from '../platform/backoff.ts';
import type { Position } from '../platform/page.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { keys } from './customer.keys.ts';
import { customerLinks, outdatedPhoneKeys } from './customer.links.ts';
import { customerQueries } from './customer.queries.ts';
import { idsOf, MAX_TAGS, type Customer, type RequestedChange } from './customer.ts';
import type { Draft } from './draft-customer.ts';
import { addressKeys, plan, planAll, planChange, transactions, type Upserted } from './plan-writes.ts';

/** How many entries of a consent ledger are removed at once. */
const ERASED_AT_ONCE = 100;

export type Customers = ReturnType<typeof customerStore>;

/**
 * Customers: by id in their lane, and by each of their addresses (number, user id of WhatsApp) through the address's row.
 *
 * That row guarantees "same number, same id", which an index could not: an index lags behind its table and supports no
 * condition, so two first requests with the same number would both find nothing and both add a customer. The row is put if
 * absent in the transaction that adds the customer, so the later request finds the earlier one's customer.
 */
export function customerStore(table: Table) {
  const queries = customerQueries(table);

  async function commit(writes: readonly TransactWrite[]): Promise<boolean> {
    return writes.length === 0 || table.transact(writes);
  }

  /** Removes up to 100 entries of a customer's ledger. @returns where the next begin, if there are more */
  async function eraseConsents(tenant: string, id: string, after?: Position): Promise<Position | undefined> {
    const { pk, sk } = keys.consent(tenant, id, '');
    const page = await table.query({
      pk,
      prefix: sk,
      consistent: true,
      limit: ERASED_AT_ONCE,
      ...(after && { after }),
    });
    for (const item of page.items) await table.remove({ pk, sk: String(item['sk']) });
    return page.last;
  }

  /** The customer of the draft's number or, without one, of its user id. */
  async function holderOf({ tenant_id, phone_number, whatsapp_user_id }: Customer): Promise<Customer | undefined> {
    if (phone_number !== null) return queries.byPhone(tenant_id, phone_number);
    return whatsapp_user_id === undefined ? undefined : queries.byUserId(tenant_id, whatsapp_user_id);
  }

  return {
    ...queries,
    ...customerLinks(table, queries),

    /** Adds the customer of an address, or changes the existing one, which keeps its id. */
    async upsert(draft: Draft): Promise<Upserted> {
      return table.untilWon(async () => {
        const { writes, ...upserted } = plan(await holderOf(draft.customer), draft);
        return (await commit(writes)) ? upserted : LOST;
      });
    },

    /**
     * Upserts with few requests: a transaction holds many customers, each of them completely. No number may occur twice. The
     * answers are in the order of the drafts.
     * @param known the customers that byPhones found for the drafts' numbers
     */
    async upsertAll(drafts: readonly Draft[], known: ReadonlyMap<string, Customer>): Promise<Upserted[]> {
      const done = transactions(planAll(drafts, known)).map(async (group) => {
        if (await commit(group.flatMap(({ writes }) => writes))) return group;
        return Promise.all(group.map(({ draft }) => this.upsert(draft)));
      });
      return (await Promise.all(done)).flat();
    },

    /** @returns the customer after the change, or undefined when there is none */
    async change(tenant: string, id: string, statement: RequestedChange): Promise<Customer | undefined> {
      return table.untilWon(async () => {
        const found = await this.person(tenant, id);
        if (!found) return undefined;
        const { customer, writes } = planChange(found, statement);
        return (await commit(writes)) ? customer : LOST;
      });
    },

    /** Adds the tags that the customer lacks. @returns why it could not; undefined on success */
    async addTags(
      tenant: string,
      id: string,
      tags: readonly string[],
      now: string,
    ): Promise<'customer_deleted' | 'too_many_tags' | undefined> {
      return table.untilWon(async () => {
        const found = await this.person(tenant, id);
        if (!found) return 'customer_deleted';
        const merged = [...new Set([...found.tags, ...tags])];
        if (merged.length === found.tags.length) return undefined;
        if (merged.length > MAX_TAGS) return 'too_many_tags';
        const change = { set: { tags: merged, updated_at: now } };
        const written = await table.update(keys.customer(tenant, found.id), change, { equals: { tags: found.tags } });
        return written.done ? undefined : LOST;
      });
    },

    /** Records that the customer wrote, which opens WhatsApp's 24-hour window. */
    async noteInbound(tenant: string, id: string, at: string): Promise<void> {
      const change = { set: { last_inbound_at: at }, remove: ['suppressed'] };
      await table.update(keys.customer(tenant, id), change, { exists: true });
    },

    /** Records a tap on a button of any campaign, unless a later one is known. */
    async noteTap(tenant: string, id: string, last_tapped_at: string): Promise<void> {
      const isNews = { exists: true, notExistsOrLessThan: { last_tapped_at } };
      await table.update(keys.customer(tenant, id), { set: { last_tapped_at } }, isNews);
    },

    /** Records that the number cannot receive messages, unless the customer has written or opted in since. */
    async suppress(tenant: string, id: string, suppressed: NonNullable<Customer['suppressed']>): Promise<void> {
      await table.untilWon(async () => {
        const found = await this.person(tenant, id);
        if (!found) return undefined;
        const { consent, last_inbound_at } = found;
        const heard = [last_inbound_at, consent.status === 'opted_in' ? consent.at : null];
        if (heard.some((at) => at !== null && at > suppressed.at)) return undefined;
        const same = { last_inbound_at, 'consent.at': consent.at };
        const written = await table.update(keys.customer(tenant, found.id), { set: { suppressed } }, { equals: same });
        return written.done ? undefined : LOST;
      });
    },

    /** Ends a suppression whose code turned out not to be about the customer, unless another has replaced it. */
    async endSuppression({ tenant_id, id, suppressed }: Customer): Promise<void> {
      const same = { 'suppressed.code': suppressed?.code ?? '' };
      await table.update(keys.customer(tenant_id, id), { remove: ['suppressed'] }, { equals: same });
    },

    /**
     * Erases the customer and those linked to it, their addresses' rows, and the newest part of their consent ledgers; from here
     * on nobody finds them. `forget` removes the rest.
     * @param also what is written in the same transaction, by the ids of the person
     * @returns these ids; undefined when there was no such customer
     */
    async erase(
      tenant: string,
      id: string,
      also: (ids: readonly string[]) => readonly TransactWrite[] = () => [],
    ): Promise<readonly string[] | undefined> {
      return table.untilWon(async () => {
        const found = await this.person(tenant, id);
        if (!found) return undefined;
        const ids = idsOf(found);
        const gone = await table.transact([
          { remove: keys.customer(tenant, found.id), where: { exists: true } },
          ...(found.linked ?? []).map((one) => ({ remove: keys.customer(tenant, one) })),
          ...[...addressKeys(found), ...outdatedPhoneKeys(found)].map((key) => ({ remove: key })),
          ...ids.map((one) => ({ remove: keys.frequency(tenant, one) })),
          ...also(ids),
        ]);
        if (!gone) return LOST;
        // From here on there can be no new entry, since an entry needs the customer.
        for (const one of ids) await eraseConsents(tenant, one);
        return ids;
      });
    },

    /** Removes what an erased customer left, up to 100 entries at once. @returns where the next begin, if there are more */
    async forget(tenant: string, id: string, after?: Position): Promise<Position | undefined> {
      await table.remove(keys.frequency(tenant, id));
      return eraseConsents(tenant, id, after);
    },
  };
}
