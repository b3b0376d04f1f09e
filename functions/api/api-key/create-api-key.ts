import { apiKeys, clock, ids } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { createApiKey } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof createApiKey, 'apiKeys' | 'clock' | 'ids'> = async (
  { body, caller: { tenant_id } },
  { apiKeys, clock, ids },
) => {
  const key = ids.apiKey();
  const kept = draftApiKey({ ...body, id: ids.next('key'), tenant_id, created_at: timestamp(clock.now()) }, key);
  await apiKeys.add(kept);
  return { ...kept, key };
};

export const handler = api(createApiKey, handle, { apiKeys, clock, ids });
