import * as z from 'zod';

import { route } from '../../contract/route.ts';

/** Twilio's status callback. It may have other parameters. */
export const receiveStatus = route({
  id: 'webhook.status',
  method: 'POST',
  path: '/webhooks/twilio/{tenant_id}/status',
  entry: 'functions/webhook/receive-status.ts',
  authentication: 'provider',
  provider: 'twilio',
  scope: null,
  summary: 'Receive news of a message from Twilio',
  request: {
    params: z.object({ tenant_id: z.string() }),
    query: z.object({ m: z.string() }),
    body: z
      .object({
        MessageSid: z.string().regex(/^(SM|MM)\w{1,62}$/),
        MessageStatus: z.string(),
        ErrorCode: z.string().optional(),
      })
      .meta({ examples: [{ MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered' }] }),
    contentType: 'application/x-www-form-urlencoded',
  },
  response: z.null(),
  status: 204,
  errors: ['signature.invalid', 'message.not_found'],
  grants: ['table:UpdateItem', 'credentials:GetSecretValue'],
});
