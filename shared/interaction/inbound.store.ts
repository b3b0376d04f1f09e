import type { Position, Range, StorePage } from '../platform/page.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { defaultDays, expiryAfter, type KeptDays, MAX_REPLIES_DAYS } from '../tenancy/retention.ts';
import { inbound, words, type Inbound, type Words } from './inbound.ts';

const DAY = 86_400_000;
const FORGOTTEN_AT_ONCE = 100;

const keys = {
  byCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#INBOUND`,
  inbound: (tenant: string, customer: string, sid: string) => ({
    pk: keys.byCustomer(tenant, customer),
    sk: `INBOUND#${sid}`,
  }),
  repliesToCampaign: (tenant: string, campaign: string) => `TENANT#${tenant}#CAMPAIGN#${campaign}#REPLIES`,
  repliesOfCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#REPLIES`,
};

/** Whose words are listed: those that answer a campaign, or those of a customer. */
export type RepliesBy = { readonly campaign: string } | { readonly customer: string };

export type Inbounds = ReturnType<typeof inboundStore>;

/** @param keptDays for how many days each tenant has what people write kept */
export function inboundStore(table: Table, keptDays: KeptDays = defaultDays) {
  return {
    async has(tenant: string, customer: string, sid: string): Promise<boolean> {
      return (await table.get(keys.inbound(tenant, customer, sid))) !== undefined;
    },

    /** Records a message once. Subscribers learn of it from the table's stream. */
    async add(message: Inbound): Promise<void> {
      const days = await keptDays(message.tenant_id, 'replies_days');
      const expires_at = expiryAfter(Date.parse(message.received_at), days);
      const item = {
        ...keys.inbound(message.tenant_id, message.customer_id, message.sid),
        ...inbound.parse(message),
        ...placesOf(message),
        expires_at,
      };
      await table.put(item, { exists: false });
    },

    /** The newest words that a customer wrote, newest first; taps, keywords and files alone are none. */
    async newestWords(tenant: string, customer: string, limit: number): Promise<Inbound[]> {
      const pk = keys.repliesOfCustomer(tenant, customer);
      // Few write keywords or files between their words.
      const { items } = await table.query({ pk, index: 'gsi2', newestFirst: true, limit: 2 * limit });
      const written = items.map((item) => inbound.parse(item));
      return written.filter(({ kind, text }) => kind === 'reply' && text !== '').slice(0, limit);
    },

    async get(tenant: string, customer: string, sid: string): Promise<Inbound | undefined> {
      const item = await table.get(keys.inbound(tenant, customer, sid));
      return item && inbound.parse(item);
    },

    /**
     * What was written, taps apart, newest first. Those that are past their time are left out: the table's TTL deletes them
     * hours or days later.
     * @param now in milliseconds
     */
    async page(tenant: string, by: RepliesBy, now: number, range: Range): Promise<StorePage<Words>> {
      const since = new Date(now - MAX_REPLIES_DAYS * DAY).toISOString();
      const list =
        'campaign' in by
          ? ({ pk: keys.repliesToCampaign(tenant, by.campaign), index: 'gsi1' } as const)
          : ({ pk: keys.repliesOfCustomer(tenant, by.customer), index: 'gsi2' } as const);
      const page = await table.query({ ...list, between: [since, LAST], newestFirst: true, ...range });
      const kept = page.items.filter(({ expires_at }) => Number(expires_at) * 1000 > now);
      return { items: kept.map((item) => words.parse(item)), last: page.last };
    },

    /** Removes what a customer wrote, up to 100 messages at once. @returns where the next begin, if there are more */
    async forget(tenant: string, customer: string, after?: Position): Promise<Position | undefined> {
      const pk = keys.byCustomer(tenant, customer);
      const page = await table.query({ pk, consistent: true, limit: FORGOTTEN_AT_ONCE, ...(after && { after }) });
      for (const { sk } of page.items) await table.remove({ pk, sk: String(sk) });
      return page.last;
    },
  };
}

/** Behind every time. */
const LAST = '~';

/** Where words are listed by their time. */
function placesOf({ tenant_id, customer_id, campaign_id, kind, received_at, sid }: Inbound): Item {
  if (kind === 'tap') return {};
  const at = `${received_at}#${sid}`;
  return {
    ...(campaign_id && { gsi1pk: keys.repliesToCampaign(tenant_id, campaign_id), gsi1sk: at }),
    gsi2pk: keys.repliesOfCustomer(tenant_id, customer_id),
    gsi2sk: at,
  };
}
