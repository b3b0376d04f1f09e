import { requireTransition } from '../../../shared/campaign/campaign-status.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { audiencePage, audienceSegments, audienceTerms } from '../../../shared/preflight/audience-page.ts';
import { listAudience } from '../../../shared/preflight/preflight.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  cursors,
  customers,
  frequencies,
  messages,
  picker,
  segments,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList, filtersOf } from '../../../shared/runtime/list.ts';
import { requireScope } from '../../../shared/tenancy/caller.ts';

const needs = { campaigns, clock, cursors, customers, frequencies, messages, picker, segments, tenants };

export const handle: Handle<typeof listAudience, typeof needs> = async ({ params, query, caller }, ports) => {
  requireScope(caller, 'campaigns:read');
  const { tenant_id } = caller;
  const campaign = await ports.campaigns.get(tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  requireTransition('execute', campaign.status);
  const audience = {
    terms: await audienceTerms(campaign, ports.clock.now(), ports),
    segments: await audienceSegments(campaign, ports),
  };
  const figure = filtersOf(query);
  const list = ['audience', campaign.id, JSON.stringify(figure)];
  return answerList(ports.cursors, { caller, list, query }, (range) => audiencePage(audience, figure, range, ports));
};

export const handler = api(listAudience, handle, needs);
