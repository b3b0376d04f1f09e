import { preflightCampaign as preflight } from '../../../shared/preflight/preflight-campaign.ts';
import { preflightDraft } from '../../../shared/preflight/preflight.contract.ts';
import { unsavedCampaign } from '../../../shared/preflight/unsaved-campaign.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  bestHours,
  campaigns,
  clock,
  credentials,
  customers,
  dailyCounts,
  frequencies,
  ids,
  lanes,
  messages,
  picker,
  priceLists,
  rollups,
  segments,
  senders,
  sendingSwitch,
  spends,
  templates,
  tenants,
  unreachableAddress,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = {
  ...{ bestHours, campaigns, clock, credentials, customers, dailyCounts, frequencies, ids, lanes },
  ...{ messages, picker, priceLists, rollups, segments, senders, sendingSwitch, spends, templates, tenants },
  ...{ unreachableAddress },
};

export const handle: Handle<typeof preflightDraft, typeof needs> = async ({ body, caller }, ports) => {
  const { campaign, faults } = await unsavedCampaign(body, caller, ports);
  return { campaign_id: null, ...(await preflight(campaign, faults, ports)) };
};

export const handler = api(preflightDraft, handle, needs);
