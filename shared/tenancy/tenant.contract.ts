import * as z from 'zod';

import { route } from '../contract/route.ts';
import { idOf } from '../platform/ids.ts';
import { givenTwilioCredentials } from '../provider/twilio/twilio-credentials.ts';
import { quotas } from './quota.ts';
import { DEFAULT_RETENTION, retention, type RetentionKind } from './retention.ts';
import { SETTINGS, tenant } from './tenant.ts';

const { shape } = tenant;

/** With what holds where the tenant says nothing. */
const keptRetention = z
  .object({
    replies_days: days('replies_days'),
    webhook_deliveries_days: days('webhook_deliveries_days'),
    jobs_days: days('jobs_days'),
    audit_days: days('audit_days'),
  })
  .meta({ id: 'KeptFor' });

function days(kind: RetentionKind) {
  const given = retention.shape[kind];
  return given
    .unwrap()
    .default(DEFAULT_RETENTION[kind])
    .describe(given.description ?? '');
}

const tenantWire = tenant
  .omit({ link_secret: true })
  .extend({
    default_sender_id: shape.default_sender_id.unwrap().nullable().default(null).describe(SETTINGS.default_sender_id),
    sending: shape.sending.unwrap().default('on').describe(SETTINGS.sending),
    sending_hours: shape.sending_hours.unwrap().nullable().default(null).describe(SETTINGS.sending_hours),
    frequency_cap: shape.frequency_cap.unwrap().nullable().default(null).describe(SETTINGS.frequency_cap),
    retry_held_back: z.boolean().default(false).describe(SETTINGS.retry_held_back),
    quotas: quotas.describe('What the tenant may make and ask for; whoever operates Herald changes it.'),
    opt_out_words: shape.opt_out_words.unwrap().default([]).describe(SETTINGS.opt_out_words),
    default_country: shape.default_country.unwrap().nullable().default(null).describe(SETTINGS.default_country),
    default_footer: shape.default_footer.unwrap().nullable().default(null).describe(SETTINGS.default_footer),
    message_prices: shape.message_prices.unwrap().nullable().default(null).describe(SETTINGS.message_prices),
    retention: keptRetention.default(DEFAULT_RETENTION).describe(SETTINGS.retention),
    spend_cap: shape.spend_cap.unwrap().nullable().default(null).describe(SETTINGS.spend_cap),
    approval_above: shape.approval_above.unwrap().nullable().default(null).describe(SETTINGS.approval_above),
  })
  .meta({ id: 'Tenant' });

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
  audit: 'values',
  method: 'PATCH',
  path: '/v1/tenant',
  entry: 'functions/api/tenant/change-tenant.ts',
  summary:
    'Rename your tenant, choose its default sender, say whether anything is sent, when and how often campaigns may reach a customer, what they may cost in a day, which need approval, what opts out and which country numbers are of, or give its credentials at the provider',
  request: {
    body: z
      .strictObject({
        name: shape.name.optional(),
        default_sender_id: idOf('snd').optional().describe(SETTINGS.default_sender_id),
        sending: shape.sending.describe(SETTINGS.sending),
        sending_hours: shape.sending_hours.nullable().describe(SETTINGS.sending_hours),
        frequency_cap: shape.frequency_cap.nullable().describe(SETTINGS.frequency_cap),
        retry_held_back: shape.retry_held_back.describe(SETTINGS.retry_held_back),
        opt_out_words: shape.opt_out_words.nullable().describe(SETTINGS.opt_out_words),
        default_country: shape.default_country.nullable().describe(SETTINGS.default_country),
        default_footer: shape.default_footer.nullable().describe(SETTINGS.default_footer),
        message_prices: shape.message_prices.nullable().describe(SETTINGS.message_prices),
        retention: shape.retention.nullable().describe(SETTINGS.retention),
        spend_cap: shape.spend_cap.nullable().describe(SETTINGS.spend_cap),
        approval_above: shape.approval_above.nullable().describe(SETTINGS.approval_above),
        twilio: givenTwilioCredentials
          .optional()
          .describe(
            'Your account at Twilio. Kept in the secret store; never read back. With a new token for the same account, signatures of the former one are accepted for 24 hours more.',
          ),
        twilio_former_token: z
          .null()
          .optional()
          .describe('Null: signatures of the former token are accepted no longer; with `twilio`, not for a moment.'),
      })
      .meta({ id: 'TenantChange', examples: [{ sending_hours: { from: '09:00', to: '20:00' } }] }),
  },
  response: tenantWire,
  errors: ['sender.not_found'],
  grants: [
    'table:GetItem',
    'table:UpdateItem',
    'credentials:GetSecretValue',
    'credentials:CreateSecret',
    'credentials:PutSecretValue',
  ],
});
