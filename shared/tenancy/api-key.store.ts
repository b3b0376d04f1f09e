import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { apiKey, type ApiKey } from './api-key.ts';

const keys = {
  key: (hash: string) => ({ pk: `APIKEY#${hash}`, sk: 'APIKEY' }),
  byTenant: (tenant: string) => `TENANT#${tenant}#APIKEYS`,
};

export type ApiKeys = ReturnType<typeof apiKeyStore>;

export function apiKeyStore(table: Table) {
  return {
    async add(key: ApiKey): Promise<void> {
      await table.put({ ...keys.key(key.key_hash), gsi1pk: keys.byTenant(key.tenant_id), gsi1sk: key.id, ...key });
    },

    /** The only lookup without a tenant: the key itself identifies it. */
    async byHash(hash: string): Promise<ApiKey | undefined> {
      const item = await table.get(keys.key(hash), { consistent: false });
      return item && apiKey.parse(item);
    },

    async removeByHash(hash: string): Promise<void> {
      await table.remove(keys.key(hash));
    },

    async page(tenant: string, range: Range): Promise<StorePage<ApiKey>> {
      const page = await table.query({ pk: keys.byTenant(tenant), index: 'gsi1', newestFirst: true, ...range });
      return { items: page.items.map((item) => apiKey.parse(item)), last: page.last };
    },

    /** @returns whether the tenant had such a key */
    async remove(tenant: string, id: string): Promise<boolean> {
      for await (const item of table.all({ pk: keys.byTenant(tenant), index: 'gsi1' })) {
        const key = apiKey.parse(item);
        if (key.id === id) return (await table.remove(keys.key(key.key_hash), { equals: { tenant_id: tenant } })).done;
      }
      return false;
    },
  };
}
