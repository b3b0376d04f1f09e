import { clock, ids, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { conflict, notFound } from '../../../shared/platform/errors.ts';
import { rotateSecret } from '../../../shared/webhook/webhook-endpoint.contract.ts';
import { rotate, signingKey } from '../../../shared/webhook/webhook-endpoint.ts';

const needs = { clock, ids, webhookEndpoints };

export const handle: Handle<typeof rotateSecret, typeof needs> = async (
  { params, caller },
  { clock, ids, webhookEndpoints },
) => {
  const endpoint = await webhookEndpoints.get(caller.tenant_id, params.id);
  if (!endpoint) throw notFound('webhook_endpoint');
  const now = clock.now();
  const updated_at = timestamp(now);
  const secret = signingKey(ids.secret());
  if (!(await webhookEndpoints.setSecrets(endpoint, rotate(endpoint.secrets, secret, now), updated_at)))
    throw conflict('webhook_endpoint.rotating', 'The secret was rotated by another request just now; read it there.');
  return { ...endpoint, updated_at, secret };
};

export const handler = api(rotateSecret, handle, needs);
