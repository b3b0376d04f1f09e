import { apiKeys } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { deleteApiKey } from '../../../shared/tenancy/api-key.contract.ts';

const needs = { apiKeys };

export const handle: Handle<typeof deleteApiKey, typeof needs> = async ({ params, caller }, { apiKeys }) => {
  if (!(await apiKeys.remove(caller.tenant_id, params.id))) throw notFound('api_key');
  return { id: params.id, deleted: true };
};

export const handler = api(deleteApiKey, handle, needs);
