import * as z from 'zod';

import { deleted } from '../contract/deleted.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { DELIVERY_STATUSES } from './delivery.ts';
import { EVENT_TYPES, eventType } from '../event/domain-event.ts';
import { deliveryWire, webhookEndpointWire, webhookEndpointWithSecret } from './webhook-endpoint.wire.ts';

const id = z.string().max(100);
const shared = { scope: 'settings:manage', authentication: 'bearer' } as const;

/** The handler checks that it is https and public, since tests may be exempt from that. */
const url = z
  .string()
  .max(500)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: 'must be an https URL',
    params: { code: 'url' },
  })
  .meta({ description: 'A public https address.', examples: ['https://example.com/herald'] });
const events = z
  .array(eventType)
  .min(1)
  .max(100)
  .overwrite((types) => [...new Set(types)])
  .describe('Which types it gets; `message.*` only if they are named.');
const description = z.string().max(500).nullable().describe('For your own people.');

export const createWebhookEndpoint = route({
  ...shared,
  id: 'webhook_endpoint.create',
  audit: 'values',
  method: 'POST',
  path: '/v1/webhook-endpoints',
  entry: 'functions/api/webhook-endpoint/create-webhook-endpoint.ts',
  summary: 'Say where events are to be sent; the secret that signs them is shown this once',
  request: {
    body: z
      .strictObject({
        url,
        events: events.default([...EVENT_TYPES]).describe('All but `message.*`, unless it names some.'),
        description: description.default(null),
      })
      .meta({ id: 'WebhookEndpointDraft' }),
  },
  response: webhookEndpointWithSecret,
  repeat: 'refuse',
  errors: ['webhook_endpoint.limit'],
  grants: POST_GRANTS,
});

export const listWebhookEndpoints = route({
  ...shared,
  id: 'webhook_endpoint.list',
  method: 'GET',
  path: '/v1/webhook-endpoints',
  entry: 'functions/api/webhook-endpoint/list-webhook-endpoints.ts',
  summary: 'List webhook endpoints, newest first',
  request: { query: listQuery },
  response: listOf(webhookEndpointWire),
  errors: [],
  grants: ['table:Query'],
});

export const readWebhookEndpoint = route({
  ...shared,
  id: 'webhook_endpoint.read',
  method: 'GET',
  path: '/v1/webhook-endpoints/{id}',
  entry: 'functions/api/webhook-endpoint/read-webhook-endpoint.ts',
  summary: 'Read a webhook endpoint',
  request: { params: z.object({ id }) },
  response: webhookEndpointWire,
  errors: ['webhook_endpoint.not_found'],
  grants: ['table:GetItem'],
});

export const changeWebhookEndpoint = route({
  ...shared,
  id: 'webhook_endpoint.change',
  audit: 'values',
  method: 'PATCH',
  path: '/v1/webhook-endpoints/{id}',
  entry: 'functions/api/webhook-endpoint/change-webhook-endpoint.ts',
  summary: 'Change, disable or enable a webhook endpoint; what is on its way ends when it is disabled',
  request: {
    params: z.object({ id }),
    body: z
      .strictObject({
        url: url.optional(),
        events: events.optional(),
        description: description.optional(),
        status: webhookEndpointWire.shape.status.optional(),
      })
      .meta({ id: 'WebhookEndpointChange', examples: [{ status: 'disabled' }] }),
  },
  response: webhookEndpointWire,
  errors: ['webhook_endpoint.not_found'],
  grants: ['table:GetItem', 'table:UpdateItem'],
});

export const deleteWebhookEndpoint = route({
  ...shared,
  id: 'webhook_endpoint.delete',
  audit: 'values',
  method: 'DELETE',
  path: '/v1/webhook-endpoints/{id}',
  entry: 'functions/api/webhook-endpoint/delete-webhook-endpoint.ts',
  summary: 'Delete a webhook endpoint; nothing more is sent to it',
  request: { params: z.object({ id }) },
  response: deleted,
  errors: ['webhook_endpoint.not_found'],
  grants: ['table:GetItem', 'table:UpdateItem', 'table:DeleteItem'],
});

export const rotateSecret = route({
  ...shared,
  id: 'webhook_endpoint.rotate',
  method: 'POST',
  path: '/v1/webhook-endpoints/{id}/rotate',
  entry: 'functions/api/webhook-endpoint/rotate-secret.ts',
  summary: 'Make a new signing secret, shown this once; the former one signs beside it for 24 hours',
  request: { params: z.object({ id }) },
  response: webhookEndpointWithSecret,
  repeat: 'refuse',
  errors: ['webhook_endpoint.not_found', 'webhook_endpoint.rotating'],
  grants: POST_GRANTS,
});

export const testWebhookEndpoint = route({
  ...shared,
  id: 'webhook_endpoint.test',
  method: 'POST',
  path: '/v1/webhook-endpoints/{id}/test',
  entry: 'functions/api/webhook-endpoint/test-webhook-endpoint.ts',
  summary: 'Send a webhook.test message to an endpoint',
  request: { params: z.object({ id }) },
  response: deliveryWire,
  errors: ['webhook_endpoint.not_found', 'webhook_endpoint.disabled'],
  grants: [...POST_GRANTS, 'deliveries:SendMessage'],
});

export const listDeliveries = route({
  ...shared,
  id: 'webhook_delivery.list',
  method: 'GET',
  path: '/v1/webhook-endpoints/{id}/deliveries',
  entry: 'functions/api/webhook-endpoint/list-deliveries.ts',
  summary:
    'List what was sent to an endpoint lately, newest first; kept for 30 days, or as many as `retention` of the tenant says',
  request: {
    params: z.object({ id }),
    query: listQuery.extend({ status: z.enum(DELIVERY_STATUSES).optional().describe('Those with this status.') }),
  },
  response: listOf(deliveryWire),
  errors: ['webhook_endpoint.not_found'],
  grants: ['table:Query'],
});

export const replayDelivery = route({
  ...shared,
  id: 'webhook_delivery.replay',
  method: 'POST',
  path: '/v1/webhook-endpoints/{id}/deliveries/{delivery_id}/replay',
  entry: 'functions/api/webhook-endpoint/replay-delivery.ts',
  summary: 'Send a delivery again, whatever came of it; its attempts start anew',
  request: { params: z.object({ id, delivery_id: id }) },
  response: deliveryWire,
  errors: ['webhook_endpoint.not_found', 'webhook_endpoint.disabled', 'webhook_delivery.not_found'],
  grants: [...POST_GRANTS, 'deliveries:SendMessage'],
});
