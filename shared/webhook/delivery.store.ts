import type { Position, Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { defaultDays, expiryAfter, type KeptDays } from '../tenancy/retention.ts';
import { customerOf, delivery, queued, referenceOf, type Delivery, type DeliveryReference } from './delivery.ts';

/**
 * An endpoint's deliveries share a partition, sorted by id and so by time. Like every partition key of this table it is
 * limited to 10 GB and 1,000 writes a second; what exceeds that waits in the queue.
 */
const keys = {
  delivery: ({ tenant_id, endpoint_id, delivery_id }: DeliveryReference) => ({
    pk: keys.byEndpoint(tenant_id, endpoint_id),
    sk: `${keys.prefix}${delivery_id}`,
  }),
  byEndpoint: (tenant: string, endpoint: string) => `TENANT#${tenant}#WEBHOOKS#${endpoint}`,
  prefix: 'DELIVERY#',
  /** By the customer whom the event is about. */
  byCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#DELIVERIES`,
};

/** How many rows of a customer are removed, or of an endpoint are given their customer, at once. */
const AT_ONCE = 100;

/** How many rows a page reads in search of a status, which has no index. A page may therefore be short of its limit. */
const MAX_SCANNED = 1_000;

export type Deliveries = ReturnType<typeof deliveryStore>;

/** @param keptDays for how many days each tenant has its deliveries kept */
export function deliveryStore(table: Table, keptDays: KeptDays = defaultDays) {
  return {
    /** Adds a delivery if it is absent. @returns the stored delivery */
    async add(drafted: Omit<Delivery, 'expires_at'>): Promise<Delivery> {
      const { tenant_id, customer_id, id } = drafted;
      const days = await keptDays(tenant_id, 'webhook_deliveries_days');
      const draft = { ...drafted, expires_at: expiryAfter(Date.parse(drafted.created_at), days) };
      const place = customer_id && { gsi2pk: keys.byCustomer(tenant_id, customer_id), gsi2sk: id };
      const put = await table.put({ ...keys.delivery(referenceOf(draft)), ...place, ...draft }, { exists: false });
      return put.done ? draft : delivery.parse(put.found);
    },

    async get(reference: DeliveryReference): Promise<Delivery | undefined> {
      const item = await table.get(keys.delivery(reference));
      return item && delivery.parse(item);
    },

    /** Leases the next attempt. @returns false when another worker has leased or made it */
    async claim(delivery: Delivery, now: number, lease_until: number): Promise<boolean> {
      const { attempts } = delivery;
      const claimed = await table.update(
        keys.delivery(referenceOf(delivery)),
        { set: { lease_until } },
        { equals: { status: 'pending', attempts }, notExistsOrLessThan: { lease_until: now } },
      );
      return claimed.done;
    },

    /** Records the outcome of an attempt. @returns false when the delivery has been replayed meanwhile */
    async recordAttempt(delivery: Delivery, lease_until: number, outcome: Partial<Delivery>): Promise<boolean> {
      const change = { set: outcome, remove: ['lease_until'] };
      return (await table.update(keys.delivery(referenceOf(delivery)), change, { equals: { lease_until } })).done;
    },

    /** Ends a pending delivery without an attempt. */
    async end(delivery: Delivery, last_error: string): Promise<void> {
      const set = { status: 'dead_letter', last_error, next_attempt_at: null };
      await table.update(keys.delivery(referenceOf(delivery)), { set }, { equals: { status: 'pending' } });
    },

    /** Starts a delivery again, whatever its status. @returns undefined when there is none */
    async replay(reference: DeliveryReference, now: number): Promise<Delivery | undefined> {
      const change = { set: queued(now), remove: ['lease_until'] };
      const written = await table.updateAndRead(keys.delivery(reference), change, { exists: true });
      return written.done ? delivery.parse(written.item) : undefined;
    },

    /** Removes the deliveries about a customer, up to 100 at once. @returns where the next begin, if there are more */
    async forget(tenant: string, customer: string, after?: Position): Promise<Position | undefined> {
      const list = { pk: keys.byCustomer(tenant, customer), index: 'gsi2' as const, limit: AT_ONCE };
      const page = await table.query({ ...list, ...(after && { after }) });
      for (const { pk, sk } of page.items) await table.remove({ pk: String(pk), sk: String(sk) });
      return page.last;
    },

    /**
     * Makes an endpoint's deliveries that an earlier version added findable by their customer, up to 100 at once.
     * @returns where the next begin, if there are more
     */
    async indexByCustomer(tenant: string, endpoint: string, after?: Position): Promise<Position | undefined> {
      const list = { pk: keys.byEndpoint(tenant, endpoint), prefix: keys.prefix, consistent: true, limit: AT_ONCE };
      const page = await table.query({ ...list, ...(after && { after }) });
      for (const item of page.items) {
        const { id, body, customer_id: known } = delivery.parse(item);
        const customer_id = known ?? customerOf((JSON.parse(body) as { data?: unknown }).data);
        if (known || !customer_id) continue;
        const set = { customer_id, gsi2pk: keys.byCustomer(tenant, customer_id), gsi2sk: id };
        await table.update({ pk: String(item['pk']), sk: String(item['sk']) }, { set }, { exists: true });
      }
      return page.last;
    },

    /** An endpoint's deliveries, those of the newest events first. */
    async page(
      tenant: string,
      endpoint: string,
      status: Delivery['status'] | undefined,
      { limit, after }: Range,
    ): Promise<StorePage<Delivery>> {
      const query = { pk: keys.byEndpoint(tenant, endpoint), prefix: keys.prefix, newestFirst: true };
      const items: Delivery[] = [];
      let scanned = 0;
      let last = after;
      for await (const item of table.all({ ...query, limit: status ? 100 : limit + 1, ...(after && { after }) })) {
        if (items.length === limit || scanned === MAX_SCANNED) return { items, last };
        if (status === undefined || item['status'] === status) items.push(delivery.parse(item));
        scanned += 1;
        last = { pk: item['pk'], sk: item['sk'] };
      }
      return { items, last: undefined };
    },
  };
}
