import { lookAtExperiment, type ExperimentPorts } from '../../shared/analytics/experiment/look-at-experiment.ts';
import { sweepJobs, type SweepJobsPorts } from '../../shared/job/sweep-jobs.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import { sweepCallbacks, type CallbackSweepPorts } from '../../shared/run/sweep-callbacks.ts';
import { sweep, sweepCampaigns, type SweepPorts } from '../../shared/run/sweep-campaigns.ts';
import {
  callbackWatches,
  campaigns,
  clock,
  customers,
  jobQueue,
  jobs,
  lanes,
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
  ports: Omit<SweepPorts, 'lookAtExperiment'> & ExperimentPorts & CallbackSweepPorts & SweepJobsPorts,
): Promise<void> {
  const campaigns = { ...ports, lookAtExperiment: (campaign: Campaign) => lookAtExperiment(campaign, ports) };
  const swept = await Promise.allSettled([sweepCampaigns(event, campaigns), sweepCallbacks(ports), sweepJobs(ports)]);
  for (const outcome of swept) if (outcome.status === 'rejected') throw outcome.reason;
}

export const handler = task(sweep, sweepAll, {
  callbackWatches,
  campaigns,
  clock,
  customers,
  jobQueue,
  jobs,
  lanes,
  log,
  quotas,
  recoverAfter,
  recoveries,
  rollups,
  runs,
  schedules,
  staleAfter,
});
