import { handleInbound } from '../../shared/interaction/handle-inbound.ts';
import { receiveInbound } from '../../shared/provider/twilio/inbound.contract.ts';
import {
  campaigns,
  clock,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  messages,
  webhookReaders,
} from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { providerWebhook } from '../../shared/runtime/provider-webhook.ts';

const needs = { campaigns, clock, customers, ids, inbounds, interactions, log, messages, webhookReaders };

export const handle: Handle<typeof receiveInbound, typeof needs> = async ({ body, caller }, ports) => {
  const provider = ports.webhookReaders(receiveInbound.provider);
  await handleInbound(caller.tenant_id, provider.readInbound(body), ports);
  return provider.acknowledgement();
};

export const handler = providerWebhook(receiveInbound, handle, needs);
