import * as z from 'zod';

import { listOf, listQuery } from '../http/list.ts';
import { route } from '../http/route.ts';
import { POST_GRANTS } from '../platform/grants.ts';
import { idOf } from '../platform/ids.ts';
import { apiKey } from './api-key.ts';
import { credentials } from './credentials.ts';
import { sender } from './sender.ts';
import { tenant } from './tenant.ts';

const tenantWire = tenant.omit({ link_secret: true }).extend({
  default_sender_id: tenant.shape.default_sender_id.unwrap().nullable().default(null),
  sending_hours: tenant.shape.sending_hours.unwrap().nullable().default(null),
  frequency_cap: tenant.shape.frequency_cap.unwrap().nullable().default(null),
});
const senderWire = sender.omit({ tenant_id: true, owed: true, braked_until: true }).extend({
  daily_limit: sender.shape.daily_limit.unwrap().nullable().default(null),
});
const apiKeyWire = apiKey.omit({ tenant_id: true, key_hash: true });

const shared = { scope: 'settings:manage', authentication: 'bearer' } as const;

export const readTenant = route({
  ...shared,
  id: 'tenant.read',
  method: 'GET',
  path: '/v1/tenant',
  entry: 'functions/api/tenant/read-tenant.ts',
  summary: 'Read your tenant',
  request: {},
  response: tenantWire,
  errors: [],
  grants: ['table:GetItem'],
});

export const changeTenant = route({
  ...shared,
  id: 'tenant.change',
  method: 'PATCH',
  path: '/v1/tenant',
  entry: 'functions/api/tenant/change-tenant.ts',
  summary:
    'Rename your tenant, choose its default sender, say when and how often campaigns may reach a customer, or give its credentials at the provider',
  request: {
    body: z.strictObject({
      name: tenant.shape.name.optional(),
      default_sender_id: idOf('snd').optional(),
      sending_hours: tenant.shape.sending_hours.nullable(),
      frequency_cap: tenant.shape.frequency_cap.nullable(),
      /** Kept in the secret store; never read back. */
      twilio: z.strictObject(credentials.shape).optional(),
    }),
  },
  response: tenantWire,
  errors: ['sender.not_found'],
  grants: ['table:GetItem', 'table:UpdateItem', 'credentials:CreateSecret', 'credentials:PutSecretValue'],
});

export const createSender = route({
  ...shared,
  id: 'sender.create',
  method: 'POST',
  path: '/v1/senders',
  entry: 'functions/api/sender/create-sender.ts',
  summary: 'Add a WhatsApp sender; the first one becomes the default',
  request: {
    body: z.strictObject({
      name: sender.shape.name.optional(),
      phone_number: sender.shape.phone_number,
      rate: sender.shape.rate.default(80),
      daily_limit: sender.shape.daily_limit.nullable(),
    }),
  },
  response: senderWire,
  errors: ['sender.exists'],
  grants: POST_GRANTS,
});

export const listSenders = route({
  ...shared,
  id: 'sender.list',
  method: 'GET',
  path: '/v1/senders',
  entry: 'functions/api/sender/list-senders.ts',
  summary: 'List senders, newest first',
  request: { query: listQuery },
  response: listOf(senderWire),
  errors: [],
  grants: ['table:GetItem', 'table:Query'],
});

export const readSender = route({
  ...shared,
  id: 'sender.read',
  method: 'GET',
  path: '/v1/senders/{id}',
  entry: 'functions/api/sender/read-sender.ts',
  summary: 'Read a sender',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: senderWire,
  errors: ['sender.not_found'],
  grants: ['table:GetItem'],
});

export const changeSender = route({
  ...shared,
  id: 'sender.change',
  method: 'PATCH',
  path: '/v1/senders/{id}',
  entry: 'functions/api/sender/change-sender.ts',
  summary: 'Rename a sender or change its rate or daily limit; running campaigns keep to them from their next chunk on',
  request: {
    params: z.object({ id: z.string().max(100) }),
    body: z.strictObject({
      name: sender.shape.name.optional(),
      rate: sender.shape.rate.optional(),
      daily_limit: sender.shape.daily_limit.nullable(),
    }),
  },
  response: senderWire,
  errors: ['sender.not_found'],
  grants: ['table:GetItem', 'table:UpdateItem'],
});

export const createApiKey = route({
  ...shared,
  id: 'api_key.create',
  method: 'POST',
  path: '/v1/api-keys',
  entry: 'functions/api/api-key/create-api-key.ts',
  summary: 'Make an API key; the key itself is shown this once',
  request: { body: z.strictObject({ name: apiKey.shape.name, scopes: apiKey.shape.scopes }) },
  response: apiKeyWire.extend({ key: z.string() }),
  repeat: 'refuse',
  errors: ['scope.missing', 'idempotency.shown_once'],
  grants: POST_GRANTS,
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
  grants: ['table:GetItem', 'index:Query'],
});

export const deleteApiKey = route({
  ...shared,
  id: 'api_key.delete',
  method: 'DELETE',
  path: '/v1/api-keys/{id}',
  entry: 'functions/api/api-key/delete-api-key.ts',
  summary: 'Revoke an API key at once',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: z.object({ id: z.string(), deleted: z.literal(true) }),
  errors: ['api_key.not_found'],
  grants: ['table:GetItem', 'index:Query', 'table:DeleteItem'],
});
