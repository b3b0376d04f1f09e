import { listCampaigns } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, cursors } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { campaigns, cursors };

export const handle: Handle<typeof listCampaigns, typeof needs> = ({ query, caller }, { campaigns, cursors }) =>
  answerList(cursors, { caller, list: ['campaigns', query.status], query }, (range) =>
    campaigns.page(caller.tenant_id, query.status, range),
  );

export const handler = api(listCampaigns, handle, needs);
