import type { Campaign } from '../../campaign/campaign.ts';
import type { Customers } from '../../customer/customer.store.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Lanes } from '../../run/lane.store.ts';
import type { Rollups } from '../rollup.store.ts';
import { experimentReport } from './experiment-report.ts';
import { holdoutReport } from './holdout-report.ts';
import { isPlanned } from './is-planned.ts';

export interface ReadPorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly lanes: Pick<Lanes, 'assignment'>;
  readonly rollups: Pick<Rollups, 'cohorts'>;
}

/** The parts of a report that only campaigns with an experiment or a holdout have: no other reads their rows. */
export async function experimentsOf(campaign: Campaign, { clock, customers, lanes, rollups }: ReadPorts) {
  const { tenant_id, id, experiment: asked, holdout: share, started_at, decision } = campaign;
  if (!started_at || (!asked && !share)) return {};
  const [rows, { assigned, states }] = await Promise.all([
    rollups.cohorts(tenant_id, id),
    lanes.assignment(tenant_id, id),
  ]);
  const isFixed = !asked || decision !== undefined || (await isPlanned(campaign, states, customers));
  const now = clock.now();
  const experiment = experimentReport(campaign, rows, assigned, now, isFixed);
  const holdout = holdoutReport(campaign, rows, now);
  return { ...(experiment && { experiment }), ...(holdout && { holdout }) };
}
