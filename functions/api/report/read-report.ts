import { comparisonOf } from '../../../shared/analytics/compare.ts';
import { experimentsOf } from '../../../shared/analytics/experiment/read-experiment.ts';
import { readReport } from '../../../shared/analytics/report.contract.ts';
import { reportOf } from '../../../shared/analytics/report.ts';
import { settledAt } from '../../../shared/analytics/settled.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { invalid, notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  classifiers,
  clock,
  customers,
  lanes,
  rollups,
  senders,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, classifiers, clock, customers, lanes, rollups, senders };

export const handle: Handle<typeof readReport, typeof needs> = async (
  { params, query: { compare = [] }, caller: { tenant_id } },
  { campaigns, classifiers, clock, customers, lanes, rollups, senders },
) => {
  if (compare.includes(params.id)) {
    throw invalid([{ path: 'compare', code: 'own_id', message: 'name other campaigns than the one you read' }]);
  }
  const read = async (id: string) => {
    const campaign = await campaigns.get(tenant_id, id);
    if (!campaign) throw notFound('campaign');
    const [{ counted, changed_at }, sender] = await Promise.all([
      rollups.readDated(tenant_id, id),
      senders.get(tenant_id, campaign.sender_id),
    ]);
    const now = clock.now();
    const report = reportOf(campaign, counted, timestamp(now), classifiers(sender?.provider));
    return { name: campaign.name, campaign, report: { ...report, settled_at: settledAt(campaign, changed_at, now) } };
  };
  const [own, others] = await Promise.all([read(params.id), Promise.all(compare.map(read))]);
  return {
    ...own.report,
    ...(await experimentsOf(own.campaign, { clock, customers, lanes, rollups })),
    ...(others.length > 0 && { comparison: comparisonOf([own, ...others]) }),
  };
};

export const handler = api(readReport, handle, needs);
