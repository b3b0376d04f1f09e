import { readReport } from '../../../shared/analytics/report.contract.ts';
import { reportOf } from '../../../shared/analytics/report.ts';
import { campaigns, clock, rollups } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof readReport, 'campaigns' | 'clock' | 'rollups'> = async (
  { params, caller: { tenant_id } },
  { campaigns, clock, rollups },
) => {
  const campaign = await campaigns.get(tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  return reportOf(campaign, await rollups.totals(tenant_id, campaign.id), timestamp(clock.now()));
};

export const handler = api(readReport, handle, { campaigns, clock, rollups });
