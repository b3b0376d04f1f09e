import { run } from '../../shared/run/run.ts';
import {
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  lanes,
  limitReaders,
  log,
  senders,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
} from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';
import { openCampaign } from '../../shared/run/open-campaign.ts';

export const handler = task(run, openCampaign, {
  campaigns,
  clock,
  credentials,
  customers,
  ids,
  lanes,
  limitReaders,
  log,
  senders,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
});
