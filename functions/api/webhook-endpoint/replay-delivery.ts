import { clock, deliveries, deliveryQueue, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { requireEnabled } from '../../../shared/webhook/require-enabled.ts';
import { replayDelivery } from '../../../shared/webhook/webhook-endpoint.contract.ts';

const needs = { clock, deliveries, deliveryQueue, webhookEndpoints };

export const handle: Handle<typeof replayDelivery, typeof needs> = async (
  { params, caller: { tenant_id } },
  { clock, deliveries, deliveryQueue, webhookEndpoints },
) => {
  const { id: endpoint_id } = await requireEnabled(tenant_id, params.id, { webhookEndpoints });
  const reference = { tenant_id, endpoint_id, delivery_id: params.delivery_id };
  const now = clock.now();
  const delivery = await deliveries.replay(reference, now);
  if (!delivery) throw notFound('webhook_delivery');
  await deliveryQueue.add(reference, now, now);
  return delivery;
};

export const handler = api(replayDelivery, handle, needs);
