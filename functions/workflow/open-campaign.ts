import { run } from '../../shared/run/run.ts';
import {
  audiences,
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  lanes,
  limitReaders,
  log,
  segments,
  senders,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
} from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';
import { openCampaign } from '../../shared/run/open-campaign.ts';

export const handler = task(run, openCampaign, {
  audiences,
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  lanes,
  limitReaders,
  log,
  segments,
  senders,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
});
