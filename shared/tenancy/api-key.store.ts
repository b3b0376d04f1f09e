import { conflict } from '../platform/errors.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { apiKey, makesKeys, type ApiKey } from './api-key.ts';

const keys = {
  key: (hash: string) => ({ pk: `APIKEY#${hash}`, sk: 'APIKEY' }),
  byTenant: (tenant: string) => `TENANT#${tenant}#APIKEYS`,
};

/** How long an expired key is still known as such, in seconds. */
const EXPIRED_KEPT = 30 * 24 * 3_600;

/** The table's `expires_at` removes the row, so that the key's own end has another name there. */
function itemOf({ expires_at: valid_until, ...key }: ApiKey): Item {
  if (valid_until === undefined) return key;
  return { ...key, valid_until, expires_at: Math.ceil(Date.parse(valid_until) / 1_000) + EXPIRED_KEPT };
}

function parse({ valid_until, expires_at: _, ...item }: Item): ApiKey {
  return apiKey.parse({ ...item, ...(valid_until !== undefined && { expires_at: valid_until }) });
}

/** How often a key is looked for that the index still lists, or that another request is changing. */
const MAX_TRIES = 5;

export type ApiKeys = ReturnType<typeof apiKeyStore>;

export function apiKeyStore(table: Table) {
  async function* all(tenant: string): AsyncGenerator<ApiKey> {
    for await (const item of table.all({ pk: keys.byTenant(tenant), index: 'gsi1' })) yield parse(item);
  }

  return {
    async add(key: ApiKey): Promise<void> {
      await table.put({
        ...keys.key(key.key_hash),
        gsi1pk: keys.byTenant(key.tenant_id),
        gsi1sk: key.id,
        ...itemOf(key),
      });
    },

    /** The only lookup without a tenant: the key itself identifies it. */
    async byHash(hash: string): Promise<ApiKey | undefined> {
      const item = await table.get(keys.key(hash), { consistent: false });
      return item && parse(item);
    },

    async removeByHash(hash: string): Promise<void> {
      await table.remove(keys.key(hash));
    },

    async page(tenant: string, range: Range): Promise<StorePage<ApiKey>> {
      const page = await table.query({ pk: keys.byTenant(tenant), index: 'gsi1', newestFirst: true, ...range });
      return { items: page.items.map(parse), last: page.last };
    },

    /** @returns how many there are, at most `max` */
    async count(tenant: string, max: number): Promise<number> {
      return table.count({ pk: keys.byTenant(tenant), index: 'gsi1' }, max);
    },

    async byId(tenant: string, id: string): Promise<ApiKey | undefined> {
      for await (const key of all(tenant)) if (key.id === id) return key;
      return undefined;
    },

    /** Every key of a tenant, oldest first. */
    all,

    /** @returns whether the tenant had such a key */
    async remove(tenant: string, id: string): Promise<boolean> {
      for await (const key of all(tenant))
        if (key.id === id) return (await table.remove(keys.key(key.key_hash), { equals: { tenant_id: tenant } })).done;
      return false;
    },

    /**
     * Revokes a key unless it is the last that can make others. Two that would revoke each other at the same time cannot both:
     * one of those that stay is checked in the same transaction. One that has expired makes no others.
     * @param now in milliseconds since the epoch
     */
    async removeUnlessLast(tenant: string, id: string, now: number): Promise<'removed' | 'absent' | 'last'> {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const known = await Array.fromAsync(all(tenant));
        const key = known.find((one) => one.id === id);
        if (!key) return 'absent';
        const remove = { remove: keys.key(key.key_hash), where: { exists: true, equals: { tenant_id: tenant } } };
        if (!makesKeys(key, now)) {
          if (await table.transact([remove])) return 'removed';
          continue;
        }
        const other = known.find((one) => one.id !== id && makesKeys(one, now));
        if (!other) return 'last';
        const check = { check: keys.key(other.key_hash), where: { exists: true, equals: { tenant_id: tenant } } };
        if (await table.transact([remove, check])) return 'removed';
      }
      throw conflict('api_key.changing', 'Other requests are changing the keys at the same time; ask again.');
    },
  };
}
