import { handleCall } from '../../shared/interaction/handle-call.ts';
import { receiveCall } from '../../shared/provider/twilio/inbound.contract.ts';
import {
  campaigns,
  clock,
  customers,
  ids,
  interactions,
  log,
  messages,
  webhookReaders,
} from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { providerWebhook } from '../../shared/runtime/provider-webhook.ts';

const needs = { campaigns, clock, customers, ids, interactions, log, messages, webhookReaders };

export const handle: Handle<typeof receiveCall, typeof needs> = async ({ body, caller }, ports) => {
  const provider = ports.webhookReaders(receiveCall.provider);
  return provider.callAnswer(await handleCall(caller.tenant_id, provider.readCall(body), ports));
};

export const handler = providerWebhook(receiveCall, handle, needs);
