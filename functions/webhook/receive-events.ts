import { receiveEvents } from '../../shared/provider/twilio/events.contract.ts';
import { clock, ids, jobQueue, jobs, webhookReaders } from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { providerWebhook } from '../../shared/runtime/provider-webhook.ts';
import { beginRefresh } from '../../shared/template/begin-refresh.ts';

const needs = { clock, ids, jobQueue, jobs, webhookReaders };

export const handle: Handle<typeof receiveEvents, typeof needs> = async ({ body, caller }, ports) => {
  const changed = ports.webhookReaders(receiveEvents.provider).readChangedTemplates(body);
  if (changed.length > 0) await beginRefresh(caller.tenant_id, changed, ports);
  return null;
};

export const handler = providerWebhook(receiveEvents, handle, needs);
