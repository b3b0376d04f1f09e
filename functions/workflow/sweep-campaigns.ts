import { sweep, sweepCampaigns } from '../../shared/campaign/sweep-campaigns.ts';
import { campaigns, clock, log, patience, runs } from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';

export const handler = task(sweep, sweepCampaigns, { campaigns, clock, log, patience, runs });
