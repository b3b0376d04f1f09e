import type { Campaign } from '../campaign/campaign.ts';
import { canTransition } from '../campaign/campaign-status.ts';
import { conflict } from '../platform/errors.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { approvalFault } from './approval-fault.ts';
import {
  countAudience,
  reachOf,
  reachRange,
  type CountedAudience,
  type CountLimits,
  type CountPorts,
} from './count-audience.ts';
import { termsOf } from './preflight-campaign.ts';

export interface ReachPorts extends CountPorts {
  readonly tenants: Pick<Tenants, 'get'>;
}

/** How much the reach may differ from what was expected. */
const TOLERANCE = 0.01;

/**
 * Requires that a campaign still reaches as many people as its sender saw, and is approved where its tenant wants that. Nobody is
 * counted where neither is asked for.
 * @throws HeraldError 409 `campaign.unapproved`; or `campaign.reach` when it is off by more than one in a hundred, and by more
 *   than a sample's uncertainty
 */
export async function requireSeen(
  campaign: Campaign,
  expected: number | undefined,
  ports: ReachPorts,
  limits?: CountLimits,
): Promise<void> {
  // What began already says so itself.
  if (!canTransition('execute', campaign.status)) return;
  const tenant = await ports.tenants.get(campaign.tenant_id);
  if (expected === undefined && tenant?.approval_above === undefined) return;
  const counted = await countAudience(termsOf(campaign, tenant, ports.clock.now()), ports, limits);
  const fault = approvalFault(campaign, tenant, counted);
  if (fault !== undefined) throw conflict('campaign.unapproved', `${fault} Nothing was sent.`);
  if (expected !== undefined) requireReach(counted, expected);
}

function requireReach({ counts, sample }: CountedAudience, expected: number): void {
  const reach = reachOf(counts);
  const range = sample ? reachRange(reach, sample.share) : { from: reach, to: reach };
  if (Math.abs(reach - expected) <= expected * TOLERANCE + (range.to - range.from) / 2) return;
  const more = Math.abs(reach - expected);
  throw conflict(
    'campaign.reach',
    `Since you looked, ${more} ${more === 1 ? 'person' : 'people'} ${reach > expected ? 'more' : 'fewer'} would get it: ${reach}, not ${expected}. Nothing was sent. Look at the preflight again, and ask with its reach.`,
  );
}
