import * as z from 'zod';

import type { Log } from '../platform/log.ts';
import { beginRun } from './begin-run.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Active, Campaigns } from '../campaign/campaign.store.ts';
import { fireSchedule, type FirePorts } from './fire-schedule.ts';
import type { Runs } from './run.ts';

/** Campaigns looked at at a time: each is a few calls, and thousands have a minute. */
const AT_ONCE = 10;

/** Nothing that it is told matters: it looks for itself. */
export const sweep = z.object({});

export interface SweepPorts extends FirePorts {
  readonly campaigns: Campaigns;
  readonly log: Log;
  readonly runs: Runs;
  /** Milliseconds for which a run may be dead, or a start overdue: others may be about to see to it. */
  readonly patience: number;
}

/**
 * The net under everything that starts and carries a campaign: begins those whose schedule did not, and carries on those
 * whose run died, also of those that are being cancelled. What fails for one campaign holds up no other, and is thrown at the end.
 */
export async function sweepCampaigns(_: z.infer<typeof sweep>, ports: SweepPorts): Promise<void> {
  const faults: unknown[] = [];
  const active = ports.campaigns.active();
  const work = async () => {
    for await (const one of active) await look(one, ports).catch((fault: unknown) => faults.push(fault));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (faults.length > 0) throw faults[0];
}

async function look(one: Active, ports: SweepPorts): Promise<void> {
  const { campaigns, clock, log, patience, runs } = ports;
  const { tenant_id, campaign_id } = one;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  const overdue = clock.now() - patience;
  if (campaign?.status === 'scheduled') {
    const { scheduled_at } = campaign;
    if (scheduled_at && Date.parse(scheduled_at) < overdue)
      await fireSchedule({ tenant_id, campaign_id, scheduled_at }, ports);
  } else if (campaign?.status === 'sending' || (campaign?.status === 'cancelled' && campaign.started_at)) {
    if (!((await deadSince(campaign, runs)) < overdue)) return;
    await beginRun(campaign.status === 'sending' ? 'revive' : 'wind_up', campaign, ports);
    log('campaign.revived', { tenant_id, campaign_id, run: campaign.run });
  } else await campaigns.unwatch(one);
}

/** Infinity for a run that lives. A run that never had an execution is as old as the step that began it. */
async function deadSince({ id, run, updated_at }: Campaign, runs: Runs): Promise<number> {
  const since = await runs.deadSince({ campaign_id: id, run });
  return since === undefined ? Infinity : Math.max(since, Date.parse(updated_at));
}
