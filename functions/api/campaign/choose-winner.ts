import { chooseWinner as choose } from '../../../shared/analytics/experiment/choose-winner.ts';
import { chooseWinner } from '../../../shared/campaign/campaign.contract.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, lanes, rollups, runs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, lanes, rollups, runs };

export const handle: Handle<typeof chooseWinner, typeof needs> = async ({ params: { id }, body, caller }, ports) =>
  showCampaign(await choose(caller.tenant_id, id, body, ports), ports);

export const handler = api(chooseWinner, handle, needs, ({ params, caller }, { campaigns }) =>
  campaigns.get(caller.tenant_id, params.id),
);
