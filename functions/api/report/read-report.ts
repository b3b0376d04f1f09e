import { comparisonOf } from '../../../shared/analytics/compare.ts';
import { readReport } from '../../../shared/analytics/report.contract.ts';
import { reportOf } from '../../../shared/analytics/report.ts';
import { campaigns, clock, rollups } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { invalid, notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof readReport, 'campaigns' | 'clock' | 'rollups'> = async (
  { params, query: { compare = [] }, caller: { tenant_id } },
  { campaigns, clock, rollups },
) => {
  if (compare.includes(params.id)) {
    throw invalid([{ path: 'compare', code: 'own_id', message: 'name other campaigns than the one you read' }]);
  }
  const read = async (id: string) => {
    const campaign = await campaigns.get(tenant_id, id);
    if (!campaign) throw notFound('campaign');
    const counted = await rollups.read(tenant_id, id);
    return { name: campaign.name, report: reportOf(campaign, counted, timestamp(clock.now())) };
  };
  const [own, others] = await Promise.all([read(params.id), Promise.all(compare.map(read))]);
  return { ...own.report, ...(others.length > 0 && { comparison: comparisonOf([own, ...others]) }) };
};

export const handler = api(readReport, handle, { campaigns, clock, rollups });
