import { sweep, sweepCampaigns } from '../../shared/run/sweep-campaigns.ts';
import { campaigns, clock, log, staleAfter, runs } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(sweep, sweepCampaigns, { campaigns, clock, log, staleAfter, runs });
