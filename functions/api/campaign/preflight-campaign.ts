import { readCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaignContentFaults } from '../../../shared/campaign/content-rules.ts';
import { answeredDraft } from '../../../shared/campaign/show-campaign.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { withKnownReviews } from '../../../shared/preflight/known-reviews.ts';
import { preflightCampaign } from '../../../shared/preflight/preflight.contract.ts';
import { preflightCampaign as preflight } from '../../../shared/preflight/preflight-campaign.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  bestHours,
  campaigns,
  clock,
  credentials,
  customers,
  dailyCounts,
  frequencies,
  lanes,
  messages,
  picker,
  priceLists,
  rollups,
  segments,
  senders,
  sendingSwitch,
  spends,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
} from '../../../shared/runtime/dependencies.ts';
import { etagOf } from '../../../shared/runtime/etag.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = {
  ...{ bestHours, campaigns, clock, credentials, customers, dailyCounts, frequencies, lanes },
  ...{ messages, picker, priceLists, rollups, segments, senders, sendingSwitch, spends, tenants, unreachableAddress },
  ...{ templateProviders, templates },
};

export const handle: Handle<typeof preflightCampaign, typeof needs> = async ({ params, caller }, ports) => {
  const campaign = await ports.campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  // One that an earlier version saved may break today's rules.
  const faults = campaignContentFaults(campaign);
  const counted = await preflight(await withKnownReviews(campaign, ports), faults, ports);
  return {
    campaign_id: campaign.id,
    ...counted,
    etag: etagOf(answeredDraft(campaign), readCampaign.etag),
  };
};

export const handler = api(preflightCampaign, handle, needs);
