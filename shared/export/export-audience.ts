import type { StoredCriteria } from '../campaign/criteria.ts';
import { requireCampaigns, type CampaignLookup } from '../campaign/require-audience.ts';
import { invalid, notFound } from '../platform/errors.ts';
import { resolveSegments, type NamedCriteria } from '../segment/resolve-segments.ts';
import type { Segments } from '../segment/segment.store.ts';
import type { CustomerFilter } from './export-filter.ts';

/** What a filter asks of customers beyond what their list can be asked. */
export function criteriaOf({ segment_id, target_criteria }: CustomerFilter): StoredCriteria | undefined {
  return segment_id === undefined ? target_criteria : { segments_any: [segment_id] };
}

/**
 * The segments that a filter names, and those that these name, as they are now.
 * @throws HeraldError 404 without the segment, 400 for criteria that name what is not there
 */
export async function exportAudience(
  tenant_id: string,
  filter: CustomerFilter,
  { campaigns, segments }: { readonly campaigns: CampaignLookup; readonly segments: Pick<Segments, 'getAll'> },
): Promise<NamedCriteria> {
  const { segment_id, target_criteria } = filter;
  const criteria = criteriaOf(filter);
  if (!criteria) return new Map();
  if (segment_id !== undefined && (await segments.getAll(tenant_id, [segment_id])).length === 0)
    throw notFound('segment');
  if (target_criteria) await requireCampaigns(tenant_id, target_criteria, 'filter.target_criteria', campaigns);
  const resolved = await resolveSegments(tenant_id, [criteria], segments);
  if (!('fault' in resolved)) return resolved.segments;
  const path = target_criteria ? 'filter.target_criteria' : 'filter.segment_id';
  throw invalid([{ path, code: resolved.fault.code, message: `names ${resolved.fault.message}` }]);
}
