import type { Range, StorePage } from '../platform/page.ts';
import type { Table } from '../platform/table-client.ts';
import { webhookEndpoint, type SigningSecret, type WebhookEndpoint } from './webhook-endpoint.ts';

const keys = {
  endpoint: (tenant: string, id: string) => ({ pk: keys.byTenant(tenant), sk: `ENDPOINT#${id}` }),
  /** The number of endpoints, which enforces the limit when two are created at the same time. */
  count: (tenant: string) => ({ pk: keys.byTenant(tenant), sk: 'COUNT' }),
  byTenant: (tenant: string) => `TENANT#${tenant}#WEBHOOKS`,
  prefix: 'ENDPOINT#',
};

export type WebhookEndpoints = ReturnType<typeof webhookEndpointStore>;

export function webhookEndpointStore(table: Table) {
  return {
    /** @param max how many the tenant may have @returns false when it has them */
    async add(endpoint: WebhookEndpoint, max: number): Promise<boolean> {
      const { tenant_id, id } = endpoint;
      return table.transact([
        {
          key: keys.count(tenant_id),
          change: { add: { endpoints: 1 } },
          where: { notExistsOrLessThan: { endpoints: max } },
        },
        { put: { ...keys.endpoint(tenant_id, id), ...endpoint }, where: { exists: false } },
      ]);
    },

    async get(tenant: string, id: string): Promise<WebhookEndpoint | undefined> {
      const item = await table.get(keys.endpoint(tenant, id));
      return item && webhookEndpoint.parse(item);
    },

    async page(tenant: string, range: Range): Promise<StorePage<WebhookEndpoint>> {
      const page = await table.query({
        pk: keys.byTenant(tenant),
        prefix: keys.prefix,
        newestFirst: true,
        ...range,
      });
      return { items: page.items.map((item) => webhookEndpoint.parse(item)), last: page.last };
    },

    /** The tenant's enabled endpoints; there are few. */
    async enabled(tenant: string): Promise<WebhookEndpoint[]> {
      const { items } = await table.query({ pk: keys.byTenant(tenant), prefix: keys.prefix });
      return items.map((item) => webhookEndpoint.parse(item)).filter(({ status }) => status === 'enabled');
    },

    async change(tenant: string, id: string, change: Partial<WebhookEndpoint>): Promise<WebhookEndpoint | undefined> {
      const written = await table.updateAndRead(keys.endpoint(tenant, id), { set: change }, { exists: true });
      return written.done ? webhookEndpoint.parse(written.item) : undefined;
    },

    /** @returns false when another rotation came first: its caller has been shown a secret that must stay valid */
    async setSecrets(
      { tenant_id, id, secrets }: WebhookEndpoint,
      to: readonly SigningSecret[],
      updated_at: string,
    ): Promise<boolean> {
      const set = { secrets: to, updated_at };
      return (await table.update(keys.endpoint(tenant_id, id), { set }, { exists: true, equals: { secrets } })).done;
    },

    /** Disables an endpoint because of its URL's answer, unless the URL has been changed meanwhile. */
    async disable(
      { tenant_id, id, url }: Pick<WebhookEndpoint, 'tenant_id' | 'id' | 'url'>,
      status_reason: string,
      updated_at: string,
    ): Promise<void> {
      const set = { status: 'disabled', status_reason, updated_at };
      await table.update(keys.endpoint(tenant_id, id), { set }, { exists: true, equals: { url } });
    },

    /** Keeps since when deliveries to the endpoint have been given up. */
    async markGivenUp(
      { tenant_id, id }: Pick<WebhookEndpoint, 'tenant_id' | 'id'>,
      given_up_at: string,
    ): Promise<void> {
      const where = { exists: true, notExists: ['given_up_at'] };
      await table.update(keys.endpoint(tenant_id, id), { set: { given_up_at } }, where);
    },

    /** Forgets it once a delivery arrives. */
    async unmarkGivenUp({ tenant_id, id }: Pick<WebhookEndpoint, 'tenant_id' | 'id'>): Promise<void> {
      await table.update(keys.endpoint(tenant_id, id), { remove: ['given_up_at'] }, { exists: true });
    },

    /** @returns whether the tenant had such an endpoint */
    async remove(tenant: string, id: string): Promise<boolean> {
      return table.transact([
        { key: keys.count(tenant), change: { add: { endpoints: -1 } } },
        { remove: keys.endpoint(tenant, id), where: { exists: true } },
      ]);
    },
  };
}
