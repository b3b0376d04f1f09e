import { webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { deleteWebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.contract.ts';

const needs = { webhookEndpoints };

export const handle: Handle<typeof deleteWebhookEndpoint, typeof needs> = async (
  { params, caller },
  { webhookEndpoints },
) => {
  if (!(await webhookEndpoints.remove(caller.tenant_id, params.id))) throw notFound('webhook_endpoint');
  return { id: params.id, deleted: true };
};

export const handler = api(deleteWebhookEndpoint, handle, needs, ({ params, caller }, { webhookEndpoints }) =>
  webhookEndpoints.get(caller.tenant_id, params.id),
);
