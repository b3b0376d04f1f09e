import { approveCampaign, requireApprover } from '../../../shared/campaign/approve-campaign.ts';
import { approveCampaign as contract } from '../../../shared/campaign/campaign.contract.ts';
import { answeredDraft, showDraft } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { invalid, notFound } from '../../../shared/platform/errors.ts';
import { countReach } from '../../../shared/preflight/count-reach.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  customers,
  frequencies,
  log,
  messages,
  segments,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import { requireMatch } from '../../../shared/runtime/etag.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, customers, frequencies, log, messages, segments, tenants };

export const handle: Handle<typeof contract, typeof needs> = async ({ params: { id }, caller, if_match }, ports) => {
  const before = await ports.campaigns.get(caller.tenant_id, id);
  if (!before) throw notFound('campaign');
  requireApprover(before, caller.actor);
  if (if_match === undefined) throw invalid([UNSEEN]);
  requireMatch(if_match, contract, answeredDraft(before));
  const reach = await countReach(before, ports);
  const approved = approveCampaign(before, reach, caller.actor, timestamp(ports.clock.now()));
  await ports.campaigns.replace(before, approved);
  ports.log('approval.given', {});
  return showDraft(approved);
};

const UNSEEN = {
  path: 'if-match',
  code: 'required',
  message: 'give the ETag of the campaign as you have read it, so that what you approve is what you have seen',
};

export const handler = api(contract, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
