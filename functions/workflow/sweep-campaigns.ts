import { sweepJobs, type SweepJobsPorts } from '../../shared/job/sweep-jobs.ts';
import { sweep, sweepCampaigns, type SweepPorts } from '../../shared/run/sweep-campaigns.ts';
import { campaigns, clock, jobQueue, jobs, log, staleAfter, runs } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

/** Campaigns and jobs: an error with one kind holds up the other no more than an error with one of them. */
async function sweepAll(
  event: Parameters<typeof sweepCampaigns>[0],
  ports: SweepPorts & SweepJobsPorts,
): Promise<void> {
  const swept = await Promise.allSettled([sweepCampaigns(event, ports), sweepJobs(ports)]);
  for (const outcome of swept) if (outcome.status === 'rejected') throw outcome.reason;
}

export const handler = task(sweep, sweepAll, { campaigns, clock, jobQueue, jobs, log, staleAfter, runs });
