import { run } from '../../shared/campaign/run.ts';
import { campaigns, clock, credentials, log, templateProvider, templates } from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';
import { openCampaign } from '../../shared/messaging/open-campaign.ts';

export const handler = task(run, openCampaign, { campaigns, clock, credentials, log, templateProvider, templates });
