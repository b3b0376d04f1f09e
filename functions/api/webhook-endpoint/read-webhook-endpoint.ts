import { webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { readWebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.contract.ts';

const needs = { webhookEndpoints };

export const handle: Handle<typeof readWebhookEndpoint, typeof needs> = async (
  { params, caller },
  { webhookEndpoints },
) => {
  const endpoint = await webhookEndpoints.get(caller.tenant_id, params.id);
  if (!endpoint) throw notFound('webhook_endpoint');
  return endpoint;
};

export const handler = api(readWebhookEndpoint, handle, needs);
