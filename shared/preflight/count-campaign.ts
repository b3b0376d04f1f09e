import { asBegun, type Campaign } from '../campaign/campaign.ts';
import { timestamp } from '../platform/clock.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import type { Terms } from './audience-counts.ts';
import { countAudience, type CountedAudience, type CountLimits, type CountPorts } from './count-audience.ts';

/** The rules that the campaign would be sent by. */
export function termsOf(campaign: Campaign, tenant: Tenant | undefined, now: number): Terms {
  const starts_at = Math.max(now, Date.parse(campaign.scheduled_at ?? '') || 0);
  const hours = campaign.sending_hours ?? tenant?.sending_hours;
  return { campaign: asBegun(campaign, timestamp(starts_at)), starts_at, hours, cap: tenant?.frequency_cap };
}

/** Counts whom a campaign would reach if it began now, or at its time. @throws as `countAudience` does */
export function countCampaign(
  campaign: Campaign,
  tenant: Tenant | undefined,
  ports: CountPorts,
  limits?: CountLimits,
): Promise<CountedAudience> {
  return countAudience(termsOf(campaign, tenant, ports.clock.now()), ports, limits);
}
