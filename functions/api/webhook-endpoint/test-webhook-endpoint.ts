import { clock, deliveries, deliveryQueue, ids, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { queueDelivery } from '../../../shared/webhook/fan-out-event.ts';
import { requireEnabled } from '../../../shared/webhook/require-enabled.ts';
import { testWebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.contract.ts';

const needs = { clock, deliveries, deliveryQueue, ids, webhookEndpoints };

export const handle: Handle<typeof testWebhookEndpoint, typeof needs> = async (
  { params, caller: { tenant_id } },
  ports,
) => {
  const endpoint = await requireEnabled(tenant_id, params.id, ports);
  const message = {
    id: ports.ids.next('evt'),
    type: 'webhook.test',
    tenant_id,
    timestamp: timestamp(ports.clock.now()),
    data: {},
  };
  return queueDelivery(message, endpoint, ports);
};

export const handler = api(testWebhookEndpoint, handle, needs);
