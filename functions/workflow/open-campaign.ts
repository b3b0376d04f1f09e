import { run } from '../../shared/run/run.ts';
import {
  audiences,
  bestHours,
  campaigns,
  clock,
  credentials,
  customers,
  frequencies,
  ids,
  lanes,
  limitReaders,
  log,
  messages,
  picker,
  segments,
  senders,
  sendingSwitch,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
} from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';
import { findApprovalFault } from '../../shared/preflight/find-approval-fault.ts';
import { openCampaign } from '../../shared/run/open-campaign.ts';

const needs = {
  audiences,
  bestHours,
  campaigns,
  clock,
  credentials,
  customers,
  frequencies,
  ids,
  lanes,
  limitReaders,
  log,
  messages,
  picker,
  segments,
  senders,
  sendingSwitch,
  templateProviders,
  templates,
  tenants,
  unreachableAddress,
};

export const handler = task(
  run,
  (input, ports) => openCampaign(input, { ...ports, unapproved: (campaign) => findApprovalFault(campaign, ports) }),
  needs,
);
