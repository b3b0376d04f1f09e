import { beginRun } from '../../../shared/campaign/begin-run.ts';
import { executeCampaign } from '../../../shared/campaign/campaign.contract.ts';
import { campaigns, clock, runs } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';

export const handle: Handle<typeof executeCampaign, 'campaigns' | 'clock' | 'runs'> = (
  { params, caller },
  dependencies,
) => beginRun('execute', { tenant_id: caller.tenant_id, id: params.id }, dependencies);

export const handler = api(executeCampaign, handle, { campaigns, clock, runs });
