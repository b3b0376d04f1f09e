import { notFound } from '../../../shared/platform/errors.ts';
import { sendTest } from '../../../shared/preflight/preflight.contract.ts';
import { sendTest as send } from '../../../shared/preflight/send-test.ts';
import { requireAddress } from '../../../shared/run/require-address.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  log,
  messages,
  priceLists,
  providers,
  segments,
  senders,
  sendingSwitch,
  spends,
  templateProviders,
  templates,
  tenants,
  testCounts,
  unreachableAddress,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireSending } from '../../../shared/tenancy/sending-stop.ts';

const needs = {
  ...{ campaigns, clock, credentials, customers, ids, log, messages, priceLists, providers, segments, senders },
  ...{ sendingSwitch, spends, templateProviders, templates, tenants, testCounts, unreachableAddress },
};

export const handle: Handle<typeof sendTest, typeof needs> = async ({ params, body, caller }, ports) => {
  requireAddress(ports);
  await requireSending(caller.tenant_id, ports);
  const campaign = await ports.campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  return { test: true as const, results: await send(campaign, body, ports) };
};

export const handler = api(sendTest, handle, needs);
