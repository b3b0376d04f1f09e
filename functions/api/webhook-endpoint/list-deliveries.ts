import { cursors, deliveries, webhookEndpoints } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { listDeliveries } from '../../../shared/webhook/webhook-endpoint.contract.ts';

const needs = { cursors, deliveries, webhookEndpoints };

export const handle: Handle<typeof listDeliveries, typeof needs> = async (
  { params, query, caller },
  { cursors, deliveries, webhookEndpoints },
) => {
  if (!(await webhookEndpoints.get(caller.tenant_id, params.id))) throw notFound('webhook_endpoint');
  return answerList(cursors, { caller, list: ['webhook_deliveries', params.id, query.status], query }, (range) =>
    deliveries.page(caller.tenant_id, params.id, query.status, range),
  );
};

export const handler = api(listDeliveries, handle, needs);
