import type { Table } from '../platform/table-client.ts';
import { tenant, type Tenant } from './tenant.ts';

const keys = { tenant: (id: string) => ({ pk: `TENANT#${id}`, sk: 'TENANT' }) };

export type Tenants = ReturnType<typeof tenantStore>;

export function tenantStore(table: Table) {
  return {
    async add(one: Tenant): Promise<void> {
      await table.put({ ...keys.tenant(one.id), ...one }, { exists: false });
    },

    async get(id: string): Promise<Tenant | undefined> {
      const item = await table.get(keys.tenant(id));
      return item && tenant.parse(item);
    },

    /** Makes a sender the default unless there is one. */
    async setFirstSender(id: string, default_sender_id: string): Promise<void> {
      await table.update(keys.tenant(id), { setOnce: { default_sender_id } }, { exists: true });
    },

    /** @returns the tenant after the change, or undefined when there is none */
    async change(
      id: string,
      change: Partial<Pick<Tenant, 'name' | 'default_sender_id' | 'updated_at'>>,
    ): Promise<Tenant | undefined> {
      const written = await table.update(keys.tenant(id), { set: change }, { exists: true });
      return written.done ? tenant.parse(written.item) : undefined;
    },
  };
}
