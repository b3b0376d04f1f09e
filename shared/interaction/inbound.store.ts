import type { Position } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { inbound, type Inbound } from './inbound.ts';

const KEPT_FOR = 30 * 86_400;
const FORGOTTEN_AT_ONCE = 100;

const keys = {
  byCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#INBOUND`,
  inbound: (tenant: string, customer: string, sid: string) => ({
    pk: keys.byCustomer(tenant, customer),
    sk: `INBOUND#${sid}`,
  }),
};

export type Inbounds = ReturnType<typeof inboundStore>;

export function inboundStore(table: Table) {
  return {
    async has(tenant: string, customer: string, sid: string): Promise<boolean> {
      return (await table.get(keys.inbound(tenant, customer, sid))) !== undefined;
    },

    /** Records a message once. Subscribers learn of it from the table's stream. Words are found by their time, too. */
    async add(message: Inbound): Promise<void> {
      const { tenant_id, customer_id, sid, received_at } = message;
      const expires_at = Math.ceil(Date.parse(received_at) / 1000) + KEPT_FOR;
      const place = message.kind === 'reply' &&
        message.text !== '' && { gsi2pk: keys.byCustomer(tenant_id, customer_id), gsi2sk: `${received_at}#${sid}` };
      const item = {
        ...keys.inbound(tenant_id, customer_id, sid),
        ...place,
        ...inbound.parse(message),
        expires_at,
      };
      await table.put(item, { exists: false });
    },

    /** The newest words that a customer wrote, newest first; taps, keywords and files alone are none. */
    async newestWords(tenant: string, customer: string, limit: number): Promise<Inbound[]> {
      const pk = keys.byCustomer(tenant, customer);
      const { items } = await table.query({ pk, index: 'gsi2', newestFirst: true, limit });
      return items.map((item) => inbound.parse(item));
    },

    async get(tenant: string, customer: string, sid: string): Promise<Inbound | undefined> {
      const item = await table.get(keys.inbound(tenant, customer, sid));
      return item && inbound.parse(item);
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
