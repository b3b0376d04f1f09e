import { clock, privateTargets, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { changeWebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.contract.ts';
import { checkTarget } from '../../../shared/webhook/webhook-target.ts';

const needs = { clock, privateTargets, webhookEndpoints };

export const handle: Handle<typeof changeWebhookEndpoint, typeof needs> = async (
  { params, body, caller },
  { clock, privateTargets, webhookEndpoints },
) => {
  checkTarget(body.url, privateTargets);
  const endpoint = await webhookEndpoints.change(caller.tenant_id, params.id, {
    ...body,
    ...(body.status && { status_reason: null }),
    updated_at: timestamp(clock.now()),
  });
  if (!endpoint) throw notFound('webhook_endpoint');
  return endpoint;
};

export const handler = api(changeWebhookEndpoint, handle, needs, ({ params, caller }, { webhookEndpoints }) =>
  webhookEndpoints.get(caller.tenant_id, params.id),
);
