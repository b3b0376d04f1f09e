import { countRows, type Count } from '../platform/count-rows.ts';
import { LANES } from '../platform/lanes.ts';
import { newestFirst } from '../platform/newest-first.ts';
import { searchPage, type Range, type StorePage } from '../platform/page.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { lanePartition } from './lane-partition.ts';
import { keys } from './message.keys.ts';
import {
  engagedMessage,
  message,
  tracedMessage,
  type EngagedMessage,
  type Message,
  type MessageStatus,
  type TracedMessage,
} from './message.ts';
import type { MessageReference } from './message-token.ts';

/** The messages that a replay sends again: those in one of these statuses, each once per run. */
export interface Replay {
  readonly run: number;
  readonly statuses: readonly MessageStatus[];
}

/** How many rows a page reads in search of what a filter keeps: some 2 s of reading. A page may therefore be short of its limit. */
const MAX_SCANNED = 10_000;

const ENGAGED = Object.keys(engagedMessage.shape);
const TRACED = Object.keys(tracedMessage.shape);

/** The reading half of the message store. */
export function messageQueries(table: Table) {
  function between(
    tenant: string,
    campaign: string,
    lane: number,
    [first, last]: readonly [string, string],
    fields: readonly string[],
  ): AsyncGenerator<Item> {
    const pk = lanePartition(tenant, campaign, lane);
    return table.all({ pk, between: [`${keys.prefix}${first}`, `${keys.prefix}${last}`], fields });
  }

  return {
    async get(tenant: string, reference: MessageReference): Promise<Message | undefined> {
      const item = await table.get(keys.message(tenant, reference));
      return item && message.parse(item);
    },

    /**
     * A campaign's messages, those of the newest customers first: rows are sorted by customer id. They have no index,
     * because each of their writes would pay for it.
     * @param keep which of them are listed; all, unless it is given
     */
    async page(
      tenant: string,
      campaign: string,
      keep: ((message: Message) => boolean) | undefined,
      { limit, after }: Range,
    ): Promise<StorePage<Message>> {
      const lanes = Array.from({ length: LANES }, (_, lane) => {
        const pk = lanePartition(tenant, campaign, lane);
        const from = after && { after: { pk, sk: `${keys.prefix}${String(after['customer_id'])}` } };
        const read = keep ? 100 : Math.ceil(limit / LANES) + 6;
        return table.all({ pk, prefix: keys.prefix, newestFirst: true, limit: read, ...from });
      });
      return searchPage(
        newestFirst(lanes, ({ sk }) => String(sk)),
        {
          limit,
          after,
          maxScanned: MAX_SCANNED,
          pick(item) {
            const found = message.parse(item);
            return !keep || keep(found) ? found : undefined;
          },
          positionOf: ({ customer_id }) => ({ customer_id }),
        },
      );
    },

    /** How many messages `page` lists, by as many pages as it takes. */
    async count(tenant: string, campaign: string, keep: ((message: Message) => boolean) | undefined): Promise<Count> {
      const lanes = Array.from({ length: LANES }, (_, lane) => ({
        ...{ pk: lanePartition(tenant, campaign, lane), prefix: keys.prefix },
        ...(!keep && { fields: ['sk'] }),
      }));
      return countRows(table, lanes, { isCounted: (row) => !keep || keep(message.parse(row)) });
    },

    /**
     * The messages of one page of a lane, in order of their customers, that a replay sends again or has already set to
     * `retry`.
     * @returns `last`: where the next page begins, if there is one
     */
    async replayable(
      tenant: string,
      campaign: string,
      lane: number,
      { run, statuses, after, limit }: Replay & { readonly after?: string | undefined; readonly limit: number },
    ): Promise<{ items: Message[]; last: string | undefined }> {
      const pk = lanePartition(tenant, campaign, lane);
      const from = after && { after: { pk, sk: `${keys.prefix}${after}` } };
      const page = await table.query({ pk, prefix: keys.prefix, limit, consistent: true, ...from });
      const rows = page.items.map((item) => message.parse(item));
      const items = rows.filter(({ status, replayed_in = 0 }) =>
        status === 'retry' ? replayed_in === run : statuses.includes(status) && replayed_in < run,
      );
      return { items, last: page.last && rows.at(-1)?.customer_id };
    },

    /** Which of up to 100 customers have a message of the campaign that no worker needs to send any more. */
    async settledAmong(tenant: string, campaign_id: string, customers: readonly string[]): Promise<Set<string>> {
      const items = await table.getAll(
        customers.map((customer_id) => keys.message(tenant, { campaign_id, customer_id })),
      );
      const found = items.map((item) => message.parse(item));
      const settled = found.filter(({ status }) => status !== 'retry' && status !== 'sending');
      return new Set(settled.map(({ customer_id }) => customer_id));
    },

    /** A customer's messages of up to 100 campaigns, in no order. */
    async ofCustomer(tenant: string, campaigns: readonly string[], customer_id: string): Promise<Message[]> {
      const items = await table.getAll(
        campaigns.map((campaign_id) => keys.message(tenant, { campaign_id, customer_id })),
      );
      return items.map((item) => message.parse(item));
    },

    /** One campaign's messages to some customers, in no order. */
    async ofCustomers(tenant: string, campaign_id: string, customers: readonly string[]): Promise<Message[]> {
      const all = [...new Set(customers)].map((customer_id) => keys.message(tenant, { campaign_id, customer_id }));
      return (await table.getAll(all)).map((item) => message.parse(item));
    },

    /**
     * What one campaign's messages tell of the customers of a lane from one id to another. Rows and customers are sorted alike, so a page
     * of customers costs one query: some 60 units for each 1,000 of them, a tenth of reading each row by its key.
     */
    async betweenCustomers(
      tenant: string,
      campaign: string,
      lane: number,
      range: readonly [string, string],
    ): Promise<EngagedMessage[]> {
      const items = await Array.fromAsync(between(tenant, campaign, lane, range, ENGAGED));
      return items.map((item) => engagedMessage.parse(item));
    },

    /** The same, with what happened when. */
    async tracedBetween(
      tenant: string,
      campaign: string,
      lane: number,
      range: readonly [string, string],
    ): Promise<TracedMessage[]> {
      const items = await Array.fromAsync(between(tenant, campaign, lane, range, TRACED));
      return items.map((item) => tracedMessage.parse(item));
    },

    /** A page of a lane's messages in order of their customers. @returns `last`: the customer after whom the next begins */
    async lanePage(
      tenant: string,
      campaign: string,
      lane: number,
      { after, limit }: { readonly after: string | undefined; readonly limit: number },
    ): Promise<{ items: Message[]; last: string | undefined }> {
      const pk = lanePartition(tenant, campaign, lane);
      const from = after && { after: { pk, sk: `${keys.prefix}${after}` } };
      const page = await table.query({ pk, prefix: keys.prefix, limit, ...from });
      const items = page.items.map((item) => message.parse(item));
      return { items, last: page.last && items.at(-1)?.customer_id };
    },

    /** Every message of a lane, for recounting. */
    async *ofLane(tenant: string, campaign: string, lane: number): AsyncGenerator<Message> {
      const pk = lanePartition(tenant, campaign, lane);
      for await (const item of table.all({ pk, prefix: keys.prefix, consistent: true })) yield message.parse(item);
    },
  };
}
