import type { Campaign } from '../campaign/campaign.ts';
import { countAudience, reachOf } from './count-audience.ts';
import { termsOf } from './preflight-campaign.ts';
import type { ReachPorts } from './require-seen.ts';

/** How many people a campaign reaches now; by a sample, where there are very many. */
export async function countReach(campaign: Campaign, ports: ReachPorts): Promise<number> {
  const tenant = await ports.tenants.get(campaign.tenant_id);
  const { counts } = await countAudience(termsOf(campaign, tenant, ports.clock.now()), ports);
  return reachOf(counts);
}
