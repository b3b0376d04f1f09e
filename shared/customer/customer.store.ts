import { LOST } from '../platform/backoff.ts';
import { LANES } from '../platform/lanes.ts';
import { newestFirst } from '../platform/newest-first.ts';
import type { Position, Range, StorePage } from '../platform/page.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { keys } from './customer.keys.ts';
import { customer, MAX_TAGS, type Customer, type RequestedChange } from './customer.ts';
import type { Draft } from './draft-customer.ts';
import { plan, planChange, transactions, type Upserted } from './plan-writes.ts';

/** How many customers a page reads in search of a tag: some 2 s of reading. A page may therefore be short of its limit. */
const MAX_SCANNED = 10_000;

/** How many entries of a consent ledger are removed at once. */
const ERASED_AT_ONCE = 100;

/** Which customers a page lists. */
interface PageQuery extends Range {
  readonly tag?: string | undefined;
  readonly phone_number?: string | undefined;
}

export type Customers = ReturnType<typeof customerStore>;

/**
 * Customers: by id in their lane, and by number through the number's row.
 *
 * That row guarantees "same number, same id", which an index could not: an index lags behind its table and supports no
 * condition, so two first requests with the same number would both find nothing and both add a customer. The row is put if
 * absent in the transaction that adds the customer, so the later request finds the earlier one's customer.
 */
export function customerStore(table: Table) {
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

  function lanes(tenant: string, after: unknown, limit: number): AsyncGenerator<Customer>[] {
    return Array.from({ length: LANES }, async function* (_, lane) {
      const pk = keys.lane(tenant, lane);
      const from = typeof after === 'string' ? { after: { pk, sk: keys.prefix + after } } : {};
      const items = table.all({ pk, prefix: keys.prefix, newestFirst: true, limit, ...from });
      for await (const item of items) yield customer.parse(item);
    });
  }

  return {
    async get(tenant: string, id: string): Promise<Customer | undefined> {
      const item = await table.get(keys.customer(tenant, id));
      return item && customer.parse(item);
    },

    /** Up to 100 customers, in no particular order; absent ones are left out. */
    async getAll(tenant: string, ids: readonly string[]): Promise<Customer[]> {
      const items = await table.getAll([...new Set(ids)].map((id) => keys.customer(tenant, id)));
      return items.map((item) => customer.parse(item));
    },

    async byPhone(tenant: string, e164: string): Promise<Customer | undefined> {
      const row = await table.get(keys.phone(tenant, e164));
      return row && this.get(tenant, String(row['customer_id']));
    },

    /** The customers of up to 100 numbers, by number. */
    async byPhones(tenant: string, numbers: readonly string[]): Promise<Map<string, Customer>> {
      const rows = await table.getAll(numbers.map((number) => keys.phone(tenant, number)));
      const found = await this.getAll(
        tenant,
        rows.map((row) => String(row['customer_id'])),
      );
      return new Map(found.map((customer) => [customer.phone_number, customer]));
    },

    /** Adds the customer of a number, or changes the existing one, which keeps its id. */
    async upsert(draft: Draft): Promise<Upserted> {
      return table.untilWon(async () => {
        const found = await this.byPhone(draft.customer.tenant_id, draft.customer.phone_number);
        const { writes, ...upserted } = plan(found, draft);
        return (await commit(writes)) ? upserted : LOST;
      });
    },

    /**
     * Upserts with few requests: a transaction holds many customers, each of them completely. No number may occur twice.
     * @param known the customers that byPhones found for the drafts' numbers
     */
    async upsertAll(drafts: readonly Draft[], known: ReadonlyMap<string, Customer>): Promise<Upserted[]> {
      const plans = drafts.map((draft) => ({ draft, ...plan(known.get(draft.customer.phone_number), draft) }));
      const done = transactions(plans).map(async (group) => {
        if (await commit(group.flatMap(({ writes }) => writes))) return group;
        return Promise.all(group.map(({ draft }) => this.upsert(draft)));
      });
      return (await Promise.all(done)).flat();
    },

    /** @returns the customer after the change, or undefined when there is none */
    async change(tenant: string, id: string, statement: RequestedChange): Promise<Customer | undefined> {
      return table.untilWon(async () => {
        const found = await this.get(tenant, id);
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
        const found = await this.get(tenant, id);
        if (!found) return 'customer_deleted';
        const merged = [...new Set([...found.tags, ...tags])];
        if (merged.length === found.tags.length) return undefined;
        if (merged.length > MAX_TAGS) return 'too_many_tags';
        const change = { set: { tags: merged, updated_at: now } };
        const written = await table.update(keys.customer(tenant, id), change, { equals: { tags: found.tags } });
        return written.done ? undefined : LOST;
      });
    },

    /** Records that the customer wrote, which opens WhatsApp's 24-hour window. */
    async noteInbound(tenant: string, id: string, at: string): Promise<void> {
      const change = { set: { last_inbound_at: at }, remove: ['suppressed'] };
      await table.update(keys.customer(tenant, id), change, { exists: true });
    },

    /** Records that the number cannot receive messages, unless the customer has written or opted in since. */
    async suppress(tenant: string, id: string, suppressed: NonNullable<Customer['suppressed']>): Promise<void> {
      await table.untilWon(async () => {
        const found = await this.get(tenant, id);
        if (!found) return undefined;
        const { consent, last_inbound_at } = found;
        const heard = [last_inbound_at, consent.status === 'opted_in' ? consent.at : null];
        if (heard.some((at) => at !== null && at > suppressed.at)) return undefined;
        const same = { last_inbound_at, 'consent.at': consent.at };
        const written = await table.update(keys.customer(tenant, id), { set: { suppressed } }, { equals: same });
        return written.done ? undefined : LOST;
      });
    },

    /**
     * Erases the customer and its number's row, and the newest part of its consent ledger; from here on nobody finds it.
     * `forget` removes the rest.
     * @param also what is written in the same transaction
     * @returns whether there was one
     */
    async erase(tenant: string, id: string, also: readonly TransactWrite[] = []): Promise<boolean> {
      return table.untilWon(async () => {
        const found = await this.get(tenant, id);
        if (!found) return false;
        const gone = await table.transact([
          { remove: keys.customer(tenant, id), where: { exists: true } },
          { remove: keys.phone(tenant, found.phone_number) },
          { remove: keys.frequency(tenant, id) },
          ...also,
        ]);
        // From here on there can be no new entry, since an entry needs the customer.
        if (gone) await eraseConsents(tenant, id);
        return gone || LOST;
      });
    },

    /** Removes what an erased customer left, up to 100 entries at once. @returns where the next begin, if there are more */
    async forget(tenant: string, id: string, after?: Position): Promise<Position | undefined> {
      await table.remove(keys.frequency(tenant, id));
      return eraseConsents(tenant, id, after);
    },

    /** Newest first over all lanes; `after` holds the id of the last customer that was read. */
    async page(tenant: string, { limit, after, tag, phone_number }: PageQuery): Promise<StorePage<Customer>> {
      const hasTag = (customer: Customer) => !tag || customer.tags.includes(tag);
      if (phone_number) {
        const found = await this.byPhone(tenant, phone_number);
        return { items: found && hasTag(found) ? [found] : [], last: undefined };
      }
      // Rows that a lane's query reads and the page does not use cost money, too.
      const read = tag ? 100 : Math.ceil(limit / LANES) + 6;
      const items: Customer[] = [];
      let scanned = 0;
      let last: string | undefined;
      for await (const customer of newestFirst(lanes(tenant, after?.['id'], read), ({ id }) => id)) {
        if (items.length === limit || scanned === MAX_SCANNED) return { items, last: { id: last } };
        if (hasTag(customer)) items.push(customer);
        scanned += 1;
        last = customer.id;
      }
      return { items, last: undefined };
    },

    /** A lane's customers in order of id, for planning; `last` is where the next page begins, if there is one. */
    async lanePage(tenant: string, lane: number, { limit, afterId }: { limit: number; afterId?: string | undefined }) {
      const pk = keys.lane(tenant, lane);
      const after = afterId && { pk, sk: `${keys.prefix}${afterId}` };
      const page = await table.query({ pk, prefix: keys.prefix, limit, consistent: true, ...(after && { after }) });
      const items = page.items.map((item) => customer.parse(item));
      return { items, last: page.last && items.at(-1)?.id };
    },
  };
}
