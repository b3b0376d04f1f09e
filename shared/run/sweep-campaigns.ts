import * as z from 'zod';

import type { Campaign } from '../campaign/campaign.ts';
import type { Active, Campaigns } from '../campaign/campaign.store.ts';
import type { Schedules } from '../campaign/schedule.ts';
import type { Log } from '../platform/log.ts';
import { system } from '../tenancy/actor.ts';
import { tryBeginRun } from './begin-run.ts';
import { fireSchedule, type FirePorts } from './fire-schedule.ts';
import type { Watched } from './callback-watch.ts';
import type { CallbackWatches } from './callback-watch.store.ts';
import { watchCallbacks } from './sweep-callbacks.ts';
import type { Runs } from './run.ts';

/** How many campaigns are swept at the same time: each takes a few calls, and there may be thousands. */
const CONCURRENCY = 10;

/** The schedule's event: the sweeper uses none of its fields. */
export const sweep = z.object({});

export interface SweepPorts extends FirePorts {
  readonly callbackWatches: Pick<CallbackWatches, 'all' | 'addCampaign' | 'watchSender'>;
  readonly campaigns: Campaigns;
  readonly log: Log;
  /** Looks at the experiment of a campaign that has begun. @returns whether it is still to be decided */
  readonly lookAtExperiment: (campaign: Campaign) => Promise<boolean>;
  /** When messages without news are asked for, in milliseconds, ascending. */
  readonly recoverAfter: readonly number[];
  readonly runs: Runs;
  readonly schedules: Pick<Schedules, 'set'>;
  /** How long (milliseconds) a run may be dead or a start overdue before the sweeper acts: others may be about to. */
  readonly staleAfter: number;
}

/**
 * The safety net: begins campaigns whose schedule did not fire, sets the next schedule of those that recur, and starts a new run where one died, also for campaigns
 * that are being cancelled; and begins to watch the callbacks of those that have begun. An error for one campaign holds up no other; the first one is thrown at the end.
 */
export async function sweepCampaigns(_: z.infer<typeof sweep>, ports: SweepPorts): Promise<void> {
  const faults: unknown[] = [];
  const watched = await ports.callbackWatches.all();
  const active = ports.campaigns.active();
  const work = async () => {
    for await (const marker of active)
      await sweepCampaign(marker, watched, ports).catch((fault: unknown) => faults.push(fault));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  if (faults.length > 0) throw faults[0];
}

async function sweepCampaign(marker: Active, watched: Watched, ports: SweepPorts): Promise<void> {
  const { campaigns, clock, log, staleAfter, runs } = ports;
  const { tenant_id, campaign_id } = marker;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  // Before its marker may be removed: by it alone is the campaign found.
  if (campaign?.started_at && !watched.campaigns.has(campaign_id)) await watchCallbacks(campaign, ports);
  // What fails here must not keep a dead run from being continued.
  const isExperiment = campaign?.experiment !== undefined && campaign.started_at !== undefined;
  const [looked] = await Promise.allSettled(isExperiment ? [ports.lookAtExperiment(campaign)] : []);
  const isUndecided = looked?.status === 'rejected' || looked?.value === true;
  const overdue = clock.now() - staleAfter;
  if (campaign?.status === 'scheduled') {
    const { scheduled_at } = campaign;
    if (scheduled_at && Date.parse(scheduled_at) < overdue)
      await fireSchedule({ tenant_id, campaign_id, scheduled_at }, ports, system('sweeper'));
    else if (scheduled_at && campaign.schedule_pending) await setNextSchedule({ ...campaign, scheduled_at }, ports);
  } else if (campaign?.status === 'sending' || (campaign?.status === 'cancelled' && campaign.started_at)) {
    const isDead = (await inactiveSince(campaign, runs)) < overdue;
    const { id, run } = campaign;
    const step = campaign.status === 'sending' ? 'revive' : 'wind_up';
    if (isDead && (await tryBeginRun(step, { tenant_id, id, run }, system('sweeper'), ports)))
      log('campaign.revived', { tenant_id, campaign_id, run });
  } else if (!isUndecided) await campaigns.removeActiveMarker(marker);
  if (looked?.status === 'rejected') throw looked.reason;
}

/** Whoever moved a recurring campaign to its next date has no access to schedules, being what they call. */
async function setNextSchedule(
  campaign: Campaign & { readonly scheduled_at: string },
  { campaigns, schedules }: SweepPorts,
): Promise<void> {
  await schedules.set(campaign);
  await campaigns.scheduleSet(campaign);
}

/** Infinity while the run is alive. A run that never had an execution counts from the step that began it. */
async function inactiveSince({ id, run, updated_at }: Campaign, runs: Runs): Promise<number> {
  const since = await runs.inactiveSince({ campaign_id: id, run });
  return since === undefined ? Infinity : Math.max(since, Date.parse(updated_at));
}
