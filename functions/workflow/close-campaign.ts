import { closeCampaign } from '../../shared/run/close-campaign.ts';
import { run } from '../../shared/run/run.ts';
import { campaigns, clock, lanes, log } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(run, closeCampaign, { campaigns, clock, lanes, log });
