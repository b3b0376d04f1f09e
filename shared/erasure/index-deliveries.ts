import type { Position } from '../platform/page.ts';
import type { Deliveries } from '../webhook/delivery.store.ts';
import type { WebhookEndpoints } from '../webhook/webhook-endpoint.store.ts';
import { MAX_WEBHOOK_ENDPOINTS } from '../tenancy/quota.ts';

/**
 * Makes deliveries that an earlier version added findable by their customer, for one endpoint at a time. Each endpoint is gone
 * through once: then it says that it was.
 * @returns where the next begin, if there are more
 */
export async function indexDeliveries(
  tenant: string,
  after: Position | undefined,
  {
    deliveries,
    webhookEndpoints,
  }: {
    readonly deliveries: Pick<Deliveries, 'indexByCustomer'>;
    readonly webhookEndpoints: Pick<WebhookEndpoints, 'page' | 'change'>;
  },
): Promise<Position | undefined> {
  const { items } = await webhookEndpoints.page(tenant, { limit: MAX_WEBHOOK_ENDPOINTS });
  const [endpoint, ...more] = items.filter(({ deliveries_by_customer }) => !deliveries_by_customer);
  if (!endpoint) return undefined;
  const from = after?.['endpoint'] === endpoint.id ? (after['delivery'] as Position | undefined) : undefined;
  const delivery = await deliveries.indexByCustomer(tenant, endpoint.id, from);
  if (delivery) return { endpoint: endpoint.id, delivery };
  await webhookEndpoints.change(tenant, endpoint.id, { deliveries_by_customer: true });
  return more.length > 0 ? { endpoint: null } : undefined;
}
