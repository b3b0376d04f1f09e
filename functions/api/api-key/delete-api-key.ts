import { apiKeys, clock } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { conflict, notFound } from '../../../shared/platform/errors.ts';
import { deleteApiKey } from '../../../shared/tenancy/api-key.contract.ts';

const needs = { apiKeys, clock };

const LAST =
  'This is the last key with the scope settings:manage: without it, nobody could make another. Make one first, then revoke this one.';

export const handle: Handle<typeof deleteApiKey, typeof needs> = async ({ params, caller }, { apiKeys, clock }) => {
  const { tenant_id, actor } = caller;
  // Who signs in does not end with a key, and can make new ones.
  if (actor.kind !== 'api_key') {
    if (!(await apiKeys.remove(tenant_id, params.id))) throw notFound('api_key');
  } else {
    const outcome = await apiKeys.removeUnlessLast(tenant_id, params.id, clock.now());
    if (outcome === 'absent') throw notFound('api_key');
    if (outcome === 'last') throw conflict('api_key.last', LAST);
  }
  return { id: params.id, deleted: true };
};

export const handler = api(deleteApiKey, handle, needs, ({ params, caller }, { apiKeys }) =>
  apiKeys.byId(caller.tenant_id, params.id),
);
