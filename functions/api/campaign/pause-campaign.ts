import { pauseCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { timestamp } from '../../../shared/platform/clock.ts';

export const handle: Handle<typeof pauseCampaign, 'campaigns' | 'clock'> = ({ params, caller }, { campaigns, clock }) =>
  campaigns.take('pause', { tenant_id: caller.tenant_id, id: params.id }, timestamp(clock.now()), 'Paused by request.');

export const handler = api(pauseCampaign, handle, { campaigns, clock });
