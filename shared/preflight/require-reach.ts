import type { Campaign } from '../campaign/campaign.ts';
import { canTransition } from '../campaign/campaign-status.ts';
import { conflict } from '../platform/errors.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { countAudience, reachOf, reachRange, type CountLimits, type CountPorts } from './count-audience.ts';
import { termsOf } from './preflight-campaign.ts';

export interface ReachPorts extends CountPorts {
  readonly tenants: Pick<Tenants, 'get'>;
}

/** How much the reach may differ from what was expected. */
const TOLERANCE = 0.01;

/**
 * Requires that a campaign still reaches as many people as its sender saw.
 * @throws HeraldError 409 when it is off by more than one in a hundred, and by more than a sample's uncertainty
 */
export async function requireReach(
  campaign: Campaign,
  expected: number,
  ports: ReachPorts,
  limits?: CountLimits,
): Promise<void> {
  // What began already says so itself.
  if (!canTransition('execute', campaign.status)) return;
  const tenant = await ports.tenants.get(campaign.tenant_id);
  const { counts, sample } = await countAudience(termsOf(campaign, tenant, ports.clock.now()), ports, limits);
  const reach = reachOf(counts);
  const range = sample ? reachRange(reach, sample.share) : { from: reach, to: reach };
  if (Math.abs(reach - expected) <= expected * TOLERANCE + (range.to - range.from) / 2) return;
  const more = Math.abs(reach - expected);
  throw conflict(
    'campaign.reach',
    `Since you looked, ${more} ${more === 1 ? 'person' : 'people'} ${reach > expected ? 'more' : 'fewer'} would get it: ${reach}, not ${expected}. Nothing was sent. Look at the preflight again, and ask with its reach.`,
  );
}
