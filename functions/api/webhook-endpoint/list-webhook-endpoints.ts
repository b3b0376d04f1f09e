import { cursors, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listWebhookEndpoints } from '../../../shared/webhook/webhook-endpoint.contract.ts';

const needs = { cursors, webhookEndpoints };

export const handle: Handle<typeof listWebhookEndpoints, typeof needs> = (
  { query, caller },
  { cursors, webhookEndpoints },
) =>
  answerList(cursors, { caller, list: ['webhook_endpoints'], query }, (range) =>
    webhookEndpoints.page(caller.tenant_id, range),
  );

export const handler = api(listWebhookEndpoints, handle, needs);
