import * as z from 'zod';

import { delivery } from './delivery.ts';
import { webhookEndpoint } from './webhook-endpoint.ts';

export const webhookEndpointWire = webhookEndpoint
  .omit({
    tenant_id: true,
    secrets: true,
    deliveries_by_customer: true,
    given_up_at: true,
  })
  .meta({ id: 'WebhookEndpoint' });

/** An endpoint with its new secret, which is shown this once. */
export const webhookEndpointWithSecret = webhookEndpointWire
  .extend({
    secret: z.string().meta({ description: 'Signs what is sent there; shown this once.', examples: ['whsec_…'] }),
  })
  .meta({ id: 'NewWebhookSecret' });

export const deliveryWire = delivery
  .pick({
    id: true,
    event_id: true,
    event_type: true,
    status: true,
    attempts: true,
    last_status_code: true,
    last_error: true,
    next_attempt_at: true,
    created_at: true,
    delivered_at: true,
  })
  .meta({ id: 'WebhookDelivery' });
