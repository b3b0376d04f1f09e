import type { Campaign } from '../campaign/campaign.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { reachOf, reachRange, type CountedAudience } from './count-audience.ts';

/** How much an audience may grow after it was approved. */
const TOLERANCE = 0.01;

/** Why a campaign needs an approval that it does not have; undefined when it may go. */
export function approvalFault(
  { approval }: Pick<Campaign, 'approval'>,
  tenant: Pick<Tenant, 'approval_above'> | undefined,
  { counts, sample }: Pick<CountedAudience, 'counts' | 'sample'>,
): string | undefined {
  const above = tenant?.approval_above;
  const reach = reachOf(counts);
  if (above === undefined || reach <= above) return undefined;
  if (!approval) return `It reaches ${reach} people, and above ${above} another member must approve it first. ${ASK}`;
  const { from } = sample ? reachRange(reach, sample.share) : { from: reach };
  if (from <= approval.reach * (1 + TOLERANCE)) return undefined;
  return `${approval.name} approved it for ${approval.reach} people, and now it reaches ${reach}. ${ASK}`;
}

const ASK = 'They do so with POST /v1/campaigns/{id}/approve.';
