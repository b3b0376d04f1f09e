import type * as z from 'zod';

import { countRows, type Count } from '../platform/count-rows.ts';
import { isPast, isWithin, type CreatedRange } from '../platform/created-range.ts';
import { LANES } from '../platform/lanes.ts';
import { newestFirst } from '../platform/newest-first.ts';
import { searchPage, type Range, type StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { ledgerEntry, type Consent, type LedgerEntry } from './consent.ts';
import { canonicalNumber, spellingsOf } from './canonical-number.ts';
import { keys } from './customer.keys.ts';
import {
  customer,
  customerProfile,
  customerZone,
  type Customer,
  type CustomerProfile,
  type CustomerZone,
} from './customer.ts';

/** How many customers a page reads in search of those it shows: some 2 s of reading. A page may therefore be short of its limit. */
const MAX_SCANNED = 10_000;

const PROFILE = Object.keys(customerProfile.shape);
const ZONE = Object.keys(customerZone.shape);

/** What tells whether a customer is listed. */
const customerListing = customer.pick({ tags: true, consent: true, created_at: true });

/** Which customers are listed. */
export interface Listed extends CreatedRange {
  readonly tag?: string | undefined;
  readonly consent?: Consent['status'] | undefined;
  readonly phone_number?: string | undefined;
}

export function isListedBy({ tag, consent: status, ...range }: Listed) {
  return ({ tags, consent, created_at }: z.infer<typeof customerListing>) =>
    (!tag || tags.includes(tag)) && (!status || consent.status === status) && isWithin(range, created_at);
}

/** A part of a lane's customers: so many behind one of them. */
interface LaneRange {
  readonly limit: number;
  readonly afterId?: string | undefined;
}

/** The reading half of the customer store. Whoever is found by an address is the one customer who stands for the person. */
export function customerQueries(table: Table) {
  function lanes(tenant: string, after: unknown, limit: number): AsyncGenerator<Customer>[] {
    return Array.from({ length: LANES }, async function* (_, lane) {
      const pk = keys.lane(tenant, lane);
      const from = typeof after === 'string' ? { after: { pk, sk: keys.prefix + after } } : {};
      const items = table.all({ pk, prefix: keys.prefix, newestFirst: true, limit, ...from });
      for await (const item of items) yield customer.parse(item);
    });
  }

  function fieldsPage(tenant: string, lane: number, { limit, afterId }: LaneRange, fields: readonly string[]) {
    const pk = keys.lane(tenant, lane);
    const after = afterId && { pk, sk: `${keys.prefix}${afterId}` };
    return table.query({ pk, prefix: keys.prefix, limit, fields, ...(after && { after }) });
  }

  return {
    async get(tenant: string, id: string): Promise<Customer | undefined> {
      const item = await table.get(keys.customer(tenant, id));
      return item && customer.parse(item);
    },

    /** The customer who stands for the person of this id, who may be another one. */
    async person(tenant: string, id: string): Promise<Customer | undefined> {
      const found = await this.get(tenant, id);
      return found?.same_as ? this.get(tenant, found.same_as) : found;
    },

    /** Up to 100 customers, in no particular order; absent ones are left out. */
    async getAll(tenant: string, ids: readonly string[]): Promise<Customer[]> {
      const items = await table.getAll([...new Set(ids)].map((id) => keys.customer(tenant, id)));
      return items.map((item) => customer.parse(item));
    },

    /** @param number E.164, in any spelling */
    async byPhone(tenant: string, number: string): Promise<Customer | undefined> {
      for (const spelling of spellingsOf(number)) {
        const row = await table.get(keys.phone(tenant, spelling));
        if (row) return this.person(tenant, String(row['customer_id']));
      }
      return undefined;
    },

    /** The customers of up to 50 numbers, by canonical number. */
    async byPhones(tenant: string, numbers: readonly string[]): Promise<Map<string, Customer>> {
      const spellings = [...new Set(numbers.flatMap(spellingsOf))];
      const rows = await table.getAll(spellings.map((number) => keys.phone(tenant, number)));
      const idOf = new Map(rows.map((row) => [row['pk'], String(row['customer_id'])]));
      const found = await this.getAll(tenant, [...idOf.values()]);
      const others = found.flatMap(({ same_as }) => same_as ?? []);
      const all = new Map([...found, ...(await this.getAll(tenant, others))].map((one) => [one.id, one]));
      const people = numbers.flatMap((number) => {
        const id = spellingsOf(number)
          .map((spelling) => idOf.get(keys.phone(tenant, spelling).pk))
          .find((id) => id !== undefined);
        const one = all.get(id ?? '');
        const person = one?.same_as ? all.get(one.same_as) : one;
        return person ? [[canonicalNumber(number), person] as const] : [];
      });
      return new Map(people);
    },

    async byUserId(tenant: string, userId: string): Promise<Customer | undefined> {
      const row = await table.get(keys.userId(tenant, userId));
      return row && this.person(tenant, String(row['customer_id']));
    },

    /** Newest first over all lanes; `after` holds the id of the last customer that was read. */
    async page(tenant: string, { limit, after, ...listed }: Range & Listed): Promise<StorePage<Customer>> {
      const { tag, consent, phone_number, ...range } = listed;
      const isListed = isListedBy(listed);
      if (phone_number) {
        const found = await this.byPhone(tenant, phone_number);
        return { items: found && isListed(found) ? [found] : [], last: undefined };
      }
      // Rows that a lane's query reads and the page does not use cost money, too.
      const read = tag || consent || range.created_before ? 100 : Math.ceil(limit / LANES) + 6;
      return searchPage(
        newestFirst(lanes(tenant, after?.['id'], read), ({ id }) => id),
        {
          limit,
          after,
          maxScanned: MAX_SCANNED,
          isPast: ({ created_at }) => isPast(range, created_at),
          pick: (customer) => (isListed(customer) ? customer : undefined),
          positionOf: ({ id }) => ({ id }),
        },
      );
    },

    /** How many customers `page` lists, by as many pages as it takes. */
    async count(tenant: string, listed: Listed): Promise<Count> {
      if (listed.phone_number) {
        const { items } = await this.page(tenant, { limit: 1, ...listed });
        return { value: items.length, complete: true };
      }
      const fields = Object.keys(customerListing.shape);
      const lanes = Array.from({ length: LANES }, (_, lane) => ({
        ...{ pk: keys.lane(tenant, lane), prefix: keys.prefix, newestFirst: true, fields },
      }));
      const isListed = isListedBy(listed);
      return countRows(table, lanes, {
        isCounted: (row) => isListed(customerListing.parse(row)),
        isPast: (row) => isPast(listed, customerListing.parse(row).created_at),
      });
    },

    /**
     * A lane's customers in order of id; `last` is where the next page begins, if there is one.
     * @param range consistent for planning; a count may do without, at half the price
     */
    async lanePage(
      tenant: string,
      lane: number,
      { limit, afterId, consistent = true }: { limit: number; afterId?: string | undefined; consistent?: boolean },
    ) {
      const pk = keys.lane(tenant, lane);
      const after = afterId && { pk, sk: `${keys.prefix}${afterId}` };
      const page = await table.query({ pk, prefix: keys.prefix, limit, consistent, ...(after && { after }) });
      const items = page.items.map((item) => customer.parse(item));
      return { items, last: page.last && items.at(-1)?.id };
    },

    /**
     * A lane's entries of the consent ledger, those of a customer beside each other in order of time. @param after the sort key of the
     * last one that was read
     */
    async ledgerPage(
      tenant: string,
      lane: number,
      { limit, after }: { readonly limit: number; readonly after?: string | undefined },
    ): Promise<{ readonly items: readonly LedgerEntry[]; readonly last: string | undefined }> {
      const pk = keys.lane(tenant, lane);
      const page = await table.query({ pk, prefix: keys.consents, limit, ...(after && { after: { pk, sk: after } }) });
      const items = page.items.map((item) =>
        ledgerEntry.parse({ ...item, customer_id: String(item['sk']).split('#')[1] }),
      );
      return { items, last: page.last && String(page.items.at(-1)?.['sk']) };
    },

    /**
     * What was said of whether a person may be written to, the latest statement first.
     * @param ids the customer's own id, and those that it took over
     */
    async ledgerOf(tenant: string, ids: readonly string[], { limit, after }: Range): Promise<StorePage<LedgerEntry>> {
      const lists = ids.map(async function* (customer_id) {
        const { pk, sk: prefix } = keys.consent(tenant, customer_id, '');
        const from = after && { after: { pk, sk: `${prefix}${String(after['statement'])}` } };
        const items = table.all({ pk, prefix, newestFirst: true, limit, ...from });
        for await (const item of items) yield ledgerEntry.parse({ ...item, customer_id });
      });
      const statementOf = ({ at, id }: LedgerEntry) => `${at}#${id}`;
      return searchPage(newestFirst(lists, statementOf), {
        limit,
        after,
        maxScanned: limit,
        pick: (entry) => entry,
        positionOf: (entry) => ({ statement: statementOf(entry) }),
      });
    },

    /** A lane's customers with what criteria look at: for a count, which waits for the time that items take to be read, and is not consistent. */
    async profilesPage(tenant: string, lane: number, range: LaneRange) {
      const { items, last } = await fieldsPage(tenant, lane, range, PROFILE);
      const found = items.map((item): CustomerProfile => customerProfile.parse(item));
      return { items: found, last: last && found.at(-1)?.id };
    },

    /** The same of where they live. */
    async zonesPage(tenant: string, lane: number, range: LaneRange) {
      const { items, last } = await fieldsPage(tenant, lane, range, ZONE);
      const found = items.map((item): CustomerZone => customerZone.parse(item));
      return { items: found, last: last && found.at(-1)?.id };
    },
  };
}
