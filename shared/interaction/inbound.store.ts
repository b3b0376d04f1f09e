import type { Table } from '../platform/table-client.ts';
import { inbound, type Inbound } from './inbound.ts';

const KEPT_FOR = 30 * 86_400;

const keys = {
  ofCustomer: (tenant: string, customer: string) => `TENANT#${tenant}#CUSTOMER#${customer}#INBOUND`,
  inbound: (tenant: string, customer: string, sid: string) => ({
    pk: keys.ofCustomer(tenant, customer),
    sk: `INBOUND#${sid}`,
  }),
};

export type Inbounds = ReturnType<typeof inboundStore>;

export function inboundStore(table: Table) {
  return {
    async has(tenant: string, customer: string, sid: string): Promise<boolean> {
      return (await table.get(keys.inbound(tenant, customer, sid))) !== undefined;
    },

    /** Enters what was written, once. Whoever listens learns of it by the table's stream. */
    async add(one: Inbound): Promise<void> {
      const expires_at = Math.ceil(Date.parse(one.received_at) / 1000) + KEPT_FOR;
      const item = { ...keys.inbound(one.tenant_id, one.customer_id, one.sid), ...inbound.parse(one), expires_at };
      await table.put(item, { exists: false });
    },

    /** Removes everything that a customer wrote. */
    async forget(tenant: string, customer: string): Promise<void> {
      for await (const { sk } of table.all({ pk: keys.ofCustomer(tenant, customer) })) {
        await table.remove({ pk: keys.ofCustomer(tenant, customer), sk: String(sk) });
      }
    },
  };
}
