import { notFound } from '../../../shared/platform/errors.ts';
import { previewMessage } from '../../../shared/preflight/preflight.contract.ts';
import { previewMessage as preview } from '../../../shared/preflight/preview-message.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  customers,
  ids,
  messages,
  publicBaseUrl,
  segments,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, customers, ids, messages, publicBaseUrl, segments, tenants };

export const handle: Handle<typeof previewMessage, typeof needs> = async ({ params, body, caller }, ports) => {
  const campaign = await ports.campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  return preview(campaign, body, caller, ports);
};

export const handler = api(previewMessage, handle, needs);
