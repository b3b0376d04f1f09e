import { handleInbound } from '../../shared/interaction/handle-inbound.ts';
import { receiveInbound } from '../../shared/provider/twilio/inbound.contract.ts';
import {
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  messages,
  providers,
  tenants,
  webhookReaders,
} from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { providerWebhook } from '../../shared/runtime/provider-webhook.ts';

const needs = {
  ...{ campaigns, clock, credentials, customers, ids, inbounds, interactions, log, messages, providers, tenants },
  webhookReaders,
};

export const handle: Handle<typeof receiveInbound, typeof needs> = async ({ body, caller: { tenant_id } }, ports) => {
  const { provider } = receiveInbound;
  const reader = ports.webhookReaders(provider);
  const recipientOf = async (sid: string) => {
    const account = await ports.credentials.get(tenant_id);
    return account && ports.providers(provider).recipientOf(account, sid);
  };
  await handleInbound(tenant_id, reader.readInbound(body), { ...ports, recipientOf });
  return reader.acknowledgement();
};

export const handler = providerWebhook(receiveInbound, handle, needs);
