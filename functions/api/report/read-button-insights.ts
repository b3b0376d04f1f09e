import { newestBegun } from '../../../shared/analytics/insight-campaigns.ts';
import { insightsOf } from '../../../shared/analytics/insight.ts';
import { readButtonInsights } from '../../../shared/analytics/insights.contract.ts';
import { campaigns, rollups } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, rollups };

export const handle: Handle<typeof readButtonInsights, typeof needs> = async (
  { query, caller: { tenant_id } },
  { campaigns, rollups },
) => {
  const begun = await newestBegun((range) => campaigns.page(tenant_id, undefined, range), query);
  const counted = begun.campaigns.map(async (campaign) => ({
    campaign,
    counted: await rollups.read(tenant_id, campaign.id),
  }));
  return insightsOf(await Promise.all(counted), begun.truncated);
};

export const handler = api(readButtonInsights, handle, needs);
