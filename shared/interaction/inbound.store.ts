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

    /** Records a message once. Subscribers learn of it from the table's stream. */
    async add(message: Inbound): Promise<void> {
      const expires_at = Math.ceil(Date.parse(message.received_at) / 1000) + KEPT_FOR;
      const item = {
        ...keys.inbound(message.tenant_id, message.customer_id, message.sid),
        ...inbound.parse(message),
        expires_at,
      };
      await table.put(item, { exists: false });
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
