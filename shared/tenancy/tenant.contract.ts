import * as z from 'zod';

import { route } from '../contract/route.ts';
import { idOf } from '../platform/ids.ts';
import { givenTwilioCredentials } from '../provider/twilio/twilio-credentials.ts';
import { quotas } from './quota.ts';
import { tenant } from './tenant.ts';

const tenantWire = tenant.omit({ link_secret: true }).extend({
  default_sender_id: tenant.shape.default_sender_id.unwrap().nullable().default(null),
  sending_hours: tenant.shape.sending_hours.unwrap().nullable().default(null),
  frequency_cap: tenant.shape.frequency_cap.unwrap().nullable().default(null),
  /** Whether a message that WhatsApp held back for its marketing limit (63049) is tried once more, a day later. */
  retry_held_back: z.boolean().default(false),
  /** What the tenant may make and ask for; whoever operates Herald changes it. */
  quotas,
  opt_out_words: tenant.shape.opt_out_words.unwrap().default([]),
  default_country: tenant.shape.default_country.unwrap().nullable().default(null),
});

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
    'Rename your tenant, choose its default sender, say when and how often campaigns may reach a customer, what opts out and which country numbers are of, or give its credentials at the provider',
  request: {
    body: z.strictObject({
      name: tenant.shape.name.optional(),
      default_sender_id: idOf('snd').optional(),
      sending_hours: tenant.shape.sending_hours.nullable(),
      frequency_cap: tenant.shape.frequency_cap.nullable(),
      retry_held_back: tenant.shape.retry_held_back,
      opt_out_words: tenant.shape.opt_out_words.nullable(),
      default_country: tenant.shape.default_country.nullable(),
      /** Kept in the secret store; never read back. */
      twilio: givenTwilioCredentials.optional(),
    }),
  },
  response: tenantWire,
  errors: ['sender.not_found'],
  grants: ['table:GetItem', 'table:UpdateItem', 'credentials:CreateSecret', 'credentials:PutSecretValue'],
});
