import { clock, ids, privateTargets, quotas, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { conflict } from '../../../shared/platform/errors.ts';
import { createWebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.contract.ts';
import { signingKey } from '../../../shared/webhook/webhook-endpoint.ts';
import { checkTarget } from '../../../shared/webhook/webhook-target.ts';

const needs = { clock, ids, privateTargets, quotas, webhookEndpoints };

export const handle: Handle<typeof createWebhookEndpoint, typeof needs> = async (
  { body, caller: { tenant_id } },
  { clock, ids, privateTargets, quotas, webhookEndpoints },
) => {
  checkTarget(body.url, privateTargets);
  const now = timestamp(clock.now());
  const secret = signingKey(ids.secret());
  const endpoint = {
    ...body,
    id: ids.next('whe'),
    tenant_id,
    status: 'enabled' as const,
    status_reason: null,
    secrets: [{ key: secret }],
    deliveries_by_customer: true,
    created_at: now,
    updated_at: now,
  };
  const { webhook_endpoints: max } = await quotas.get(tenant_id);
  if (!(await webhookEndpoints.add(endpoint, max)))
    throw conflict('webhook_endpoint.limit', `Your tenant has at most ${max} endpoints; delete one first.`);
  return { ...endpoint, secret };
};

export const handler = api(createWebhookEndpoint, handle, needs);
