import { beginRun } from '../../../shared/campaign/begin-run.ts';
import { cancelCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, runs } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';

export const handle: Handle<typeof cancelCampaign, 'campaigns' | 'clock' | 'runs'> = (
  { params, caller },
  dependencies,
) => beginRun('cancel', { tenant_id: caller.tenant_id, id: params.id }, dependencies);

export const handler = api(cancelCampaign, handle, { campaigns, clock, runs });
