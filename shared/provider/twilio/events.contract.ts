import * as z from 'zod';

import { route } from '../../contract/route.ts';

/** Twilio sends some dozens of events at most in one request. */
const MAX_EVENTS = 1_000;

/** Twilio's Event Streams, to a sink of the kind webhook: CloudEvents in batches. Events of other types are passed over. */
export const receiveEvents = route({
  id: 'webhook.events',
  method: 'POST',
  path: '/webhooks/twilio/{tenant_id}/events',
  entry: 'functions/webhook/receive-events.ts',
  authentication: 'provider',
  provider: 'twilio',
  scope: null,
  summary: 'Receive news of templates from Twilio',
  request: {
    params: z.object({ tenant_id: z.string() }),
    query: z.object({ bodySHA256: z.string() }),
    body: z.array(z.object({ type: z.string(), data: z.unknown() })).max(MAX_EVENTS),
  },
  response: z.null(),
  status: 204,
  errors: ['signature.invalid'],
  grants: ['table:PutItem', 'jobs:SendMessage', 'credentials:GetSecretValue'],
});
