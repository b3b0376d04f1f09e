import * as z from 'zod';

import { route } from '../../contract/route.ts';
import { e164 } from '../../platform/formats.ts';
import type { Grant } from '../../contract/grants.ts';

const shared = {
  method: 'POST',
  authentication: 'provider',
  provider: 'twilio',
  scope: null,
  /** TwiML, which says what Twilio does next. */
  produces: 'text/xml',
  response: z.string().meta({ examples: ['<Response/>'] }),
} as const;
const params = z.object({ tenant_id: z.string() });
const contentType = 'application/x-www-form-urlencoded' as const;
const RECORD: readonly Grant[] = [
  'table:GetItem',
  'table:BatchGetItem',
  'table:PutItem',
  'table:UpdateItem',
  'index:Query',
  'credentials:GetSecretValue',
];

/**
 * Twilio's inbound message. It may have other parameters, and no form of one is refused: the signature has shown that Twilio
 * sent it, and a refused STOP would be lost.
 */
export const receiveInbound = route({
  ...shared,
  id: 'webhook.inbound',
  path: '/webhooks/twilio/{tenant_id}/inbound',
  entry: 'functions/webhook/receive-inbound.ts',
  summary: 'Receive what a customer taps or writes from Twilio',
  request: {
    params,
    body: z
      .looseObject({
        MessageSid: z.string().optional(),
        From: z.string().optional(),
        ExternalUserId: z.string().optional(),
        ParentExternalUserId: z.string().optional(),
        ProfileUsername: z.string().optional(),
        ProfileName: z.string().optional(),
        MessageType: z.string().optional(),
        Body: z.string().default(''),
        NumMedia: z.string().optional(),
        Latitude: z.string().optional(),
        Longitude: z.string().optional(),
        Label: z.string().optional(),
        Address: z.string().optional(),
        ButtonPayload: z.string().optional(),
        ButtonText: z.string().optional(),
        OriginalRepliedMessageSid: z.string().optional(),
        OptOutType: z.string().optional(),
      })
      .meta({ examples: [{ MessageSid: `SM${'0'.repeat(32)}`, From: 'whatsapp:+14155550123', Body: 'Yes' }] }),
    contentType,
  },
  errors: ['signature.invalid'],
  // A person's former addresses lead nowhere any more.
  grants: [...RECORD, 'table:DeleteItem'],
  // It may ask Twilio whom the message was sent to that this one replies to; Twilio waits 15 s for an answer.
  timeout: 14,
});

/** Twilio's call to a tracked number. It may have other parameters. */
export const receiveCall = route({
  ...shared,
  id: 'webhook.voice',
  path: '/webhooks/twilio/{tenant_id}/voice',
  entry: 'functions/webhook/receive-call.ts',
  summary: 'Receive a call to a tracked number from Twilio: counted, then put through',
  request: {
    params,
    body: z
      .looseObject({ CallSid: z.string().regex(/^CA\w{1,62}$/), From: z.string(), To: e164 })
      .meta({ examples: [{ CallSid: `CA${'0'.repeat(32)}`, From: '+14155550123', To: '+14155550199' }] }),
    contentType,
  },
  errors: ['signature.invalid'],
  grants: RECORD,
});
