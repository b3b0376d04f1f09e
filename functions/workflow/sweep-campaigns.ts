import { sweepJobs, type SweepJobsPorts } from '../../shared/job/sweep-jobs.ts';
import { sweepCallbacks, type CallbackSweepPorts } from '../../shared/run/sweep-callbacks.ts';
import { sweep, sweepCampaigns, type SweepPorts } from '../../shared/run/sweep-campaigns.ts';
import {
  callbackWatches,
  campaigns,
  clock,
  jobQueue,
  jobs,
  log,
  quotas,
  recoverAfter,
  recoveries,
  rollups,
  runs,
  schedules,
  staleAfter,
} from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

/** Campaigns, their callbacks, and jobs: an error with one kind holds up the others no more than an error with one of them. */
async function sweepAll(
  event: Parameters<typeof sweepCampaigns>[0],
  ports: SweepPorts & CallbackSweepPorts & SweepJobsPorts,
): Promise<void> {
  const swept = await Promise.allSettled([sweepCampaigns(event, ports), sweepCallbacks(ports), sweepJobs(ports)]);
  for (const outcome of swept) if (outcome.status === 'rejected') throw outcome.reason;
}

export const handler = task(sweep, sweepAll, {
  callbackWatches,
  campaigns,
  clock,
  jobQueue,
  jobs,
  log,
  quotas,
  recoverAfter,
  recoveries,
  rollups,
  runs,
  schedules,
  staleAfter,
});
