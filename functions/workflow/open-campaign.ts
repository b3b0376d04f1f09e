import { run } from '../../shared/campaign/run.ts';
import {
  campaigns,
  clock,
  credentials,
  ids,
  log,
  publicBaseUrl,
  templateProvider,
  templates,
  tenants,
} from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';
import { openCampaign } from '../../shared/messaging/open-campaign.ts';

export const handler = task(run, openCampaign, {
  campaigns,
  clock,
  credentials,
  ids,
  log,
  publicBaseUrl,
  templateProvider,
  templates,
  tenants,
});
