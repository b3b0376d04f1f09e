import { campaigns, clock, customers, ids, interactions, log, messages } from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { twilioWebhook } from '../../shared/runtime/provider-webhook.ts';
import { receiveCall } from '../../shared/provider/twilio/inbound.contract.ts';
import { takeCall } from '../../shared/interaction/handle-call.ts';

type Needs = 'campaigns' | 'clock' | 'customers' | 'ids' | 'interactions' | 'log' | 'messages';

export const handle: Handle<typeof receiveCall, Needs> = async ({ body, caller }, dependencies) => {
  const call = { sid: body.CallSid, from: body.From, to: body.To };
  const forward_to = await takeCall(caller.tenant_id, call, dependencies);
  return forward_to ? `<Response><Dial>${forward_to}</Dial></Response>` : '<Response><Reject/></Response>';
};

export const handler = twilioWebhook(receiveCall, handle, {
  campaigns,
  clock,
  customers,
  ids,
  interactions,
  log,
  messages,
});
