import { apiKeys } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { deleteApiKey } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof deleteApiKey, 'apiKeys'> = async ({ params, caller }, { apiKeys }) => {
  if (!(await apiKeys.remove(caller.tenant_id, params.id))) throw notFound('api_key');
  return { id: params.id, deleted: true };
};

export const handler = api(deleteApiKey, handle, { apiKeys });
