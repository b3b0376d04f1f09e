import { invalid, type Fault } from '../platform/errors.ts';
import { campaignsOf, segmentsOf, type StoredCriteria } from './criteria.ts';

/** The tenant's campaigns, which engagement names. */
export interface CampaignLookup {
  get(tenant: string, id: string): Promise<object | undefined>;
}

/** The tenant's segments, which a later room keeps. */
export interface SegmentLookup {
  getAll(tenant: string, ids: readonly string[]): Promise<readonly { readonly id: string }[]>;
}

/** @throws HeraldError 400 that names each campaign and segment in a campaign's audience that the tenant does not have */
export async function requireAudience(
  tenant_id: string,
  criteria: StoredCriteria | undefined,
  { campaigns, segments }: { readonly campaigns: CampaignLookup; readonly segments: SegmentLookup },
): Promise<void> {
  if (!criteria) return;
  const named = segmentsOf(criteria);
  const found = named.length === 0 ? [] : await segments.getAll(tenant_id, named);
  const missing = named.filter((id) => !found.some((segment) => segment.id === id));
  const faults = missing.map((id) => absent('target_criteria', `segment ${id}; GET /v1/segments lists yours`));
  const absentCampaigns = await campaignFaults(tenant_id, criteria, 'target_criteria', campaigns);
  if (faults.length + absentCampaigns.length > 0) throw invalid([...faults, ...absentCampaigns]);
}

/** @throws HeraldError 400 that names each campaign in engagement that the tenant does not have */
export async function requireCampaigns(
  tenant_id: string,
  criteria: StoredCriteria,
  path: string,
  campaigns: CampaignLookup,
): Promise<void> {
  const faults = await campaignFaults(tenant_id, criteria, path, campaigns);
  if (faults.length > 0) throw invalid(faults);
}

async function campaignFaults(
  tenant_id: string,
  criteria: StoredCriteria,
  path: string,
  campaigns: CampaignLookup,
): Promise<Fault[]> {
  const named = campaignsOf(criteria);
  const found = await Promise.all(named.map((id) => campaigns.get(tenant_id, id)));
  const missing = named.filter((_, place) => !found[place]);
  return missing.map((id) => absent(path, `campaign ${id}; GET /v1/campaigns lists yours`));
}

function absent(path: string, what: string): Fault {
  return { path, code: 'not_found', message: `There is no ${what}.` };
}
