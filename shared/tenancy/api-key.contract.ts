import * as z from 'zod';

import { deleted } from '../contract/deleted.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { apiKey, expiryFaults } from './api-key.ts';

const apiKeyWire = apiKey
  .omit({ tenant_id: true, key_hash: true })
  .extend({
    expires_at: z.iso
      .datetime()
      .nullable()
      .default(null)
      .describe('From when on it is refused; null for a key that lasts until it is revoked.'),
  })
  .meta({ id: 'ApiKey' });

const shared = { scope: 'settings:manage', authentication: 'bearer' } as const;

export const createApiKey = route({
  ...shared,
  id: 'api_key.create',
  audit: 'values',
  method: 'POST',
  path: '/v1/api-keys',
  entry: 'functions/api/api-key/create-api-key.ts',
  summary: 'Make an API key; the key itself is shown this once',
  request: {
    body: z
      .strictObject({
        name: apiKey.shape.name,
        scopes: apiKey.shape.scopes.max(100).overwrite((scopes) => [...new Set(scopes)]),
        expires_at: apiKey.shape.expires_at,
      })
      .meta({ id: 'ApiKeyDraft' }),
    faults: expiryFaults,
  },
  response: apiKeyWire
    .extend({
      key: z.string().meta({ description: 'The key itself, shown this once.', examples: [`hk_4f7a${'0'.repeat(39)}`] }),
    })
    .meta({ id: 'NewApiKey' }),
  repeat: 'refuse',
  errors: ['scope.missing', 'quota.api_keys'],
  grants: [...POST_GRANTS, 'index:Query'],
});

export const listApiKeys = route({
  ...shared,
  id: 'api_key.list',
  method: 'GET',
  path: '/v1/api-keys',
  entry: 'functions/api/api-key/list-api-keys.ts',
  summary: 'List API keys, newest first',
  request: { query: listQuery },
  response: listOf(apiKeyWire),
  errors: [],
  grants: ['index:Query'],
});

export const deleteApiKey = route({
  ...shared,
  id: 'api_key.delete',
  audit: 'values',
  method: 'DELETE',
  path: '/v1/api-keys/{id}',
  entry: 'functions/api/api-key/delete-api-key.ts',
  summary: 'Revoke an API key at once; the last that can make others stays',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: deleted,
  errors: ['api_key.not_found', 'api_key.last', 'api_key.changing'],
  grants: ['table:GetItem', 'index:Query', 'table:DeleteItem', 'table:ConditionCheckItem'],
});
