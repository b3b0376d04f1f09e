import { pauseCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, lanes, rollups } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { campaigns, clock, lanes, rollups };

export const handle: Handle<typeof pauseCampaign, typeof needs> = async ({ params: { id }, caller }, ports) => {
  const change = { now: timestamp(ports.clock.now()), by: actorName(caller.actor) };
  const target = { tenant_id: caller.tenant_id, id };
  return showCampaign(await ports.campaigns.transition('pause', target, change, 'Paused by request.'), ports);
};

export const handler = api(pauseCampaign, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
