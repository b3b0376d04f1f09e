import { closeCampaign } from '../../shared/campaign/close-campaign.ts';
import { run } from '../../shared/campaign/run.ts';
import { campaigns, clock, log } from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';

export const handler = task(run, closeCampaign, { campaigns, clock, log });
