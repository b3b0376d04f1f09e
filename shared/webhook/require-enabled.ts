import { conflict, notFound } from '../platform/errors.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import type { WebhookEndpoints } from './webhook-endpoint.store.ts';

/** @throws HeraldError 404 without the endpoint, 409 when it is disabled: nothing queued for it would be sent */
export async function requireEnabled(
  tenant: string,
  id: string,
  { webhookEndpoints }: { readonly webhookEndpoints: Pick<WebhookEndpoints, 'get'> },
): Promise<WebhookEndpoint> {
  const endpoint = await webhookEndpoints.get(tenant, id);
  if (!endpoint) throw notFound('webhook_endpoint');
  if (endpoint.status === 'disabled')
    throw conflict('webhook_endpoint.disabled', 'Nothing is sent to a disabled endpoint; enable it first.');
  return endpoint;
}
