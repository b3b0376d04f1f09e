import { invalid, type Fault } from '../platform/errors.ts';
import type { Asking } from './asked.ts';
import { campaignsOf, segmentsOf, type StoredCriteria } from './criteria.ts';

/** The tenant's campaigns, which engagement names. */
export interface CampaignLookup {
  get(tenant: string, id: string): Promise<object | undefined>;
}

/** The tenant's segments, which a later room keeps. */
export interface SegmentLookup {
  getAll(tenant: string, ids: readonly string[]): Promise<readonly { readonly id: string }[]>;
}

/**
 * @throws HeraldError 400 that names each campaign and segment that the tenant does not have, in a campaign's audience and in the
 * criteria of its contents
 */
export async function requireAudience(
  tenant_id: string,
  { target_criteria, contents }: { readonly [Field in keyof Asking]?: Asking[Field] | null | undefined },
  { campaigns, segments }: { readonly campaigns: CampaignLookup; readonly segments: SegmentLookup },
): Promise<void> {
  const asked = [
    ...(target_criteria ? [{ path: 'target_criteria', criteria: target_criteria }] : []),
    ...(contents ?? []).flatMap(({ when }, place) =>
      when ? [{ path: `contents.${place}.when`, criteria: when }] : [],
    ),
  ];
  const named = [...new Set(asked.flatMap(({ criteria }) => segmentsOf(criteria)))];
  const found = new Set((named.length === 0 ? [] : await segments.getAll(tenant_id, named)).map(({ id }) => id));
  const faults = await Promise.all(
    asked.map(async ({ path, criteria }) => {
      const missing = segmentsOf(criteria).filter((id) => !found.has(id));
      const absentSegments = missing.map((id) => absent(path, `segment ${id}; GET /v1/segments lists yours`));
      return [...absentSegments, ...(await campaignFaults(tenant_id, criteria, path, campaigns))];
    }),
  );
  if (faults.flat().length > 0) throw invalid(faults.flat());
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
