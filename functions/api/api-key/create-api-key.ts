import { apiKeys, clock, ids, quotas } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { permits } from '../../../shared/contract/permits.ts';
import { HeraldError } from '../../../shared/platform/errors.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { requireRoom } from '../../../shared/tenancy/quota.ts';
import { createApiKey } from '../../../shared/tenancy/api-key.contract.ts';

const needs = { apiKeys, clock, ids, quotas };

export const handle: Handle<typeof createApiKey, typeof needs> = async (
  { body, caller: { tenant_id, scopes } },
  { apiKeys, clock, ids, quotas },
) => {
  const beyond = body.scopes.filter((scope) => !permits(scopes, scope));
  if (beyond.length > 0)
    throw new HeraldError('forbidden', 'scope.missing', `Your key lacks ${beyond.join(', ')}, so it cannot give them.`);
  const allowed = await quotas.get(tenant_id);
  requireRoom('api_keys', allowed, await apiKeys.count(tenant_id, allowed.api_keys));
  const key = ids.apiKey();
  const kept = draftApiKey({ ...body, id: ids.next('key'), tenant_id, created_at: timestamp(clock.now()) }, key);
  await apiKeys.add(kept);
  return { ...kept, key };
};

export const handler = api(createApiKey, handle, needs);
