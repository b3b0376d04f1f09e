import { webhookEndpoints } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { answerList } from '../../../shared/http/list.ts';
import { listWebhookEndpoints } from '../../../shared/routing/webhook-endpoint.contract.ts';

export const handle: Handle<typeof listWebhookEndpoints, 'webhookEndpoints'> = (
  { query, caller },
  { webhookEndpoints },
) => answerList(caller, ['webhook_endpoints'], query, (range) => webhookEndpoints.page(caller.tenant_id, range));

export const handler = api(listWebhookEndpoints, handle, { webhookEndpoints });
