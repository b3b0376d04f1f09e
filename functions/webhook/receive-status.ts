import { handleStatus } from '../../shared/message/handle-status.ts';
import { receiveStatus } from '../../shared/provider/twilio/status.contract.ts';
import { clock, messages, webhookReaders } from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { providerWebhook } from '../../shared/runtime/provider-webhook.ts';

const needs = { clock, messages, webhookReaders };

export const handle: Handle<typeof receiveStatus, typeof needs> = async ({ query, body, caller }, ports) => {
  const report = ports.webhookReaders(receiveStatus.provider).readStatus(body);
  await handleStatus(caller.tenant_id, query.m, report, ports);
  return null;
};

export const handler = providerWebhook(receiveStatus, handle, needs);
